import { join } from 'node:path';
import { memorySource } from '../../src/core/bytes/memorySource';
import { CONVERSIONS } from '../../src/core/convert';
import type {
  Conversion,
  ConversionContext,
  ConversionInput,
} from '../../src/core/convert/conversion';
import type { ConversionId } from '../../src/core/convert/conversionIds';
import { runConversion, valuesOf } from '../../src/core/convert/run';
import { DTYPES, type DTypeName } from '../../src/core/tensor/dtypes';
import { cStrides, elementCount } from '../../src/core/tensor/slice';
import { viewStream } from '../../src/core/tensor/streams';
import type { Tensor } from '../../src/core/tensor/tensor';
import type { TensorStream } from '../../src/core/tensor/tensorStream';
import type { ByteSink } from '../../src/core/writers/writer';
import { loadMaths } from '../../src/engine/tf';

/** Where the WASM backend's files are when nothing is built. */
export const WASM_FOLDER = join(
  import.meta.dirname,
  '../../node_modules/@tensorflow/tfjs-backend-wasm/dist',
);

/** A tensor in memory, C order, little endian. */
export function tensorOf(
  name: string,
  dtype: DTypeName,
  shape: readonly number[],
  bytes: Uint8Array,
): Tensor {
  const strides = cStrides(shape);
  const byteLength = Math.ceil((elementCount(shape) * DTYPES[dtype].bits) / 8);
  if (bytes.length !== byteLength) throw new Error(`${bytes.length} bytes for ${byteLength}`);
  return {
    name,
    dtype: DTYPES[dtype],
    shape,
    strides,
    byteOffset: 0,
    byteOrder: 'little',
    byteLength,
    source: memorySource(bytes),
  };
}

/** A float32 tensor of the values given. */
export function floatsOf(
  name: string,
  shape: readonly number[],
  values: ArrayLike<number>,
): Tensor {
  return tensorOf(name, 'F32', shape, DTYPES.F32.fromNumbers(Float32Array.from(values)));
}

/** A tensor as a conversion takes it. */
export function inputOf(tensor: Tensor, extra: Partial<ConversionInput> = {}): ConversionInput {
  return { tensor, kind: null, file: 'x.safetensors', metadata: new Map(), ...extra };
}

/** All bytes of a stream. */
export async function bytesOfStream(stream: TensorStream): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream.chunks()) chunks.push(chunk.slice());
  return new Uint8Array(Buffer.concat(chunks));
}

/** All values of a stream as numbers. */
export async function numbersOfStream(stream: TensorStream): Promise<number[]> {
  const bytes = await bytesOfStream(stream);
  return Array.from(stream.dtype.toNumbers(bytes, elementCount(stream.shape)));
}

/** A stream's bytes as a tensor again, to convert it back. */
export async function tensorOfStream(stream: TensorStream): Promise<Tensor> {
  return tensorOf(
    stream.name,
    stream.dtype.name as DTypeName,
    stream.shape,
    await bytesOfStream(stream),
  );
}

/** The member of the list. */
export function conversion(id: ConversionId): Conversion {
  const found = CONVERSIONS.find(one => one.id === id);
  if (!found) throw new Error(`${id} is not listed`);
  return found;
}

/** Real tfjs maths; partners are found among `all`. */
export function contextOf(all: readonly ConversionInput[] = []): ConversionContext {
  return { all, maths: () => loadMaths(WASM_FOLDER) };
}

/** Runs a conversion as the engine does: options checked, applicability checked. */
export function run(
  id: ConversionId,
  inputs: readonly ConversionInput[],
  options: Record<string, string> = {},
  all: readonly ConversionInput[] = inputs,
): readonly TensorStream[] {
  const one = conversion(id);
  for (const input of inputs) {
    const reason = one.takes === 'one' ? one.applies(input) : null;
    if (reason !== null) throw new Error(reason);
  }
  return runConversion(one, inputs, valuesOf(one, options), contextOf(all)).map(tensor => ({
    ...viewStream(tensor),
    ...(tensor.kind ? { kind: tensor.kind } : {}),
  }));
}

/** A sink in memory. */
export function memorySink(): ByteSink & { bytes(): Uint8Array<ArrayBuffer> } {
  let held = new Uint8Array(0);
  let position = 0;
  const put = (bytes: Uint8Array, at: number) => {
    const grown = new Uint8Array(Math.max(held.length, at + bytes.length));
    grown.set(held);
    grown.set(bytes, at);
    held = grown;
  };
  return {
    write: async bytes => {
      put(bytes, position);
      position += bytes.length;
    },
    writeAt: async (byteOffset, bytes) => {
      put(bytes, byteOffset);
      position = Math.max(position, byteOffset + bytes.length);
    },
    bytes: () => held,
  };
}
