import type { ByteSource } from '../../bytes/byteSource';
import { TensorFileError } from '../../errors';
import { t } from '../../l10n';
import { readMetadata } from './metadata';
import { GgufReader } from './reader';

/** What a header says of one tensor. */
export interface GgufTensorInfo {
  readonly name: string;
  /** Slowest axis first, as everywhere here; the file has the fastest first. */
  readonly shape: readonly number[];
  readonly typeId: number;
  /** From the start of the data. */
  readonly offset: number;
}

/** A header that was read to its end. */
export interface GgufHeader {
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: readonly GgufTensorInfo[];
  /** Where the data starts, in bytes from the start of the file. */
  readonly dataOffset: number;
  readonly alignment: number;
}

const DEFAULT_ALIGNMENT = 32;
const MAX_AXES = 4;
const MAX_NAME_BYTES = 1024;
/** A key has its length, a type and a value; a tensor its name's length, axes, type and offset. */
const LEAST_KEY_BYTES = 13;
const LEAST_TENSOR_BYTES = 24;

/**
 * Reads a GGUF header, versions 2 and 3, through ranged reads. Spec: the GGUF specification of ggml.
 * @throws TensorFileError when it is not one, or holds what ggml refuses.
 */
export async function readGgufHeader(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<GgufHeader> {
  const reader = new GgufReader(source, signal);
  await reader.take(4);
  checkVersion(await reader.u32());
  const tensorCount = await reader.u64(t('The number of tensors'));
  const keyCount = await reader.u64(t('The number of keys'));
  if (tensorCount * LEAST_TENSOR_BYTES + keyCount * LEAST_KEY_BYTES > source.size)
    throw reader.failure(
      t`${tensorCount} tensors and ${keyCount} keys do not fit into a file of ${source.size} bytes`,
      8,
    );
  const metadata = await readMetadata(reader, keyCount);
  const alignment = alignmentOf(metadata, reader);
  const tensors = await readTensors(reader, tensorCount);
  const dataOffset = alignUp(reader.position, alignment);
  return { metadata, tensors, dataOffset, alignment };
}

/** The next multiple of the alignment. */
export function alignUp(offset: number, alignment: number): number {
  return Math.ceil(offset / alignment) * alignment;
}

function checkVersion(version: number): void {
  if (version === 2 || version === 3) return;
  const place = { byteOffset: 4 };
  if (version === 0x02000000 || version === 0x03000000)
    throw new TensorFileError(
      t(
        'This GGUF file is big-endian, for machines of another byte order: convert it to little-endian first',
      ),
      place,
    );
  throw new TensorFileError(
    t`The GGUF version is ${version}: 2 and 3 are read; version 1 must be converted by an older llama.cpp`,
    place,
  );
}

function alignmentOf(metadata: ReadonlyMap<string, string>, reader: GgufReader): number {
  const text = metadata.get('general.alignment');
  if (text === undefined) return DEFAULT_ALIGNMENT;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  const isPowerOfTwo = value > 0 && value <= 2 ** 31 && Number.isInteger(Math.log2(value));
  if (!isPowerOfTwo)
    throw reader.failure(t`general.alignment is ${text}, which is no power of two`);
  return value;
}

async function readTensors(reader: GgufReader, count: number): Promise<GgufTensorInfo[]> {
  const tensors: GgufTensorInfo[] = [];
  const names = new Set<string>();
  for (let i = 0; i < count; i++) {
    const start = reader.position;
    const info = await readTensor(reader, i);
    if (names.has(info.name))
      throw reader.failure(t`the tensor "${info.name}" stands twice`, start);
    names.add(info.name);
    tensors.push(info);
  }
  return tensors;
}

async function readTensor(reader: GgufReader, index: number): Promise<GgufTensorInfo> {
  const name = await reader.text(t`The name of tensor ${index}`, MAX_NAME_BYTES);
  const axes = await reader.u32();
  if (axes > MAX_AXES)
    throw reader.failure(t`tensor "${name}" has ${axes} axes: ggml has at most ${MAX_AXES}`);
  const shape: number[] = [];
  for (let axis = 0; axis < axes; axis++)
    shape.unshift(await reader.u64(t`An axis of tensor "${name}"`));
  if (!Number.isSafeInteger(shape.reduce((product, size) => product * size, 1)))
    throw reader.failure(t`tensor "${name}" has more elements than any file`);
  const typeId = await reader.u32();
  const offset = await reader.u64(t`The offset of tensor "${name}"`);
  return { name, shape, typeId, offset };
}
