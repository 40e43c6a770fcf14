import type { DType, NumberArray } from '../../tensor/dtype';
import { DTYPES } from '../../tensor/dtypes';
import { readFlat } from '../../tensor/flatRead';
import { lazyTensor } from '../../tensor/lazyTensor';
import { elementCount } from '../../tensor/slice';
import type { Tensor } from '../../tensor/tensor';

/** `count` numbers in C order from the one at `first` on; both lie inside. */
export type ReadRange = (
  first: number,
  count: number,
  signal?: AbortSignal,
) => Promise<NumberArray>;

/** The numbers that codes stand for. */
export interface RealValues {
  readonly shape: readonly number[];
  /** Float32 values in C order of `shape`; of the transposed matrix where `transposed` is set. */
  readonly read: ReadRange;
  /** The codes lie with their columns first: `read` gives `[K, N]` for a `shape` of `[N, K]`. */
  readonly transposed?: true;
  /** More exactly what it is than its header tells. */
  readonly title?: string;
}

/** Values made at a time: 2 MiB of float32. */
const MAX_VALUES = 1 << 19;

/** The numbers of a stored tensor as they stand; `dtype` reads its bytes as another of the same width. */
export function storedNumbers(tensor: Tensor, dtype: DType = tensor.dtype): ReadRange {
  const width = dtype.bits / 8;
  return async (first, count, signal) =>
    dtype.toNumbers(await readFlat(tensor, first * width, count * width, signal), count);
}

/** 4-bit codes, two a byte in C order. */
export function nibbles(tensor: Tensor, first: 'high' | 'low'): ReadRange {
  const even = first === 'high' ? 4 : 0;
  return async (start, count, signal) => {
    const from = Math.floor(start / 2);
    const bytes = await readFlat(tensor, from, Math.ceil((start + count) / 2) - from, signal);
    const codes = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      const at = start + i - 2 * from;
      codes[i] = (bytes[at >> 1]! >> (at % 2 ? 4 - even : even)) & 15;
    }
    return codes;
  };
}

/** Each code's entry of a table. */
export function lookedUp(
  codes: ReadRange,
  table: (signal?: AbortSignal) => Promise<NumberArray>,
): ReadRange {
  return async (first, count, signal) => {
    const [found, entries] = await Promise.all([codes(first, count, signal), table(signal)]);
    return Float32Array.from(found, code => entries[code]!);
  };
}

/** All numbers of a small part, read once. */
export function once(
  read: ReadRange,
  count: number,
): (signal?: AbortSignal) => Promise<NumberArray> {
  let values: NumberArray | undefined;
  return async signal => (values ??= await read(0, count, signal));
}

/** The real values as a tensor like any other: float32 under the name of the convention, made as they are read. */
export function realTensor(name: string, title: string, values: RealValues): Tensor {
  const { shape, transposed } = values;
  const dtype: DType = { ...DTYPES.F32, name: title };
  const stored = transposed ? shape.toReversed() : shape;
  const made = lazyTensor(
    { name, dtype, shape: stored },
    lazyBytes(values.read, elementCount(shape)),
  );
  return transposed ? { ...made, shape, strides: made.strides.toReversed() } : made;
}

function lazyBytes(values: ReadRange, total: number) {
  const bytesOf = async (first: number, count: number, signal?: AbortSignal) => {
    const made = Float32Array.from(await values(first, count, signal));
    return new Uint8Array(made.buffer);
  };
  return {
    async read(offset: number, length: number, signal?: AbortSignal) {
      const result = new Uint8Array(length);
      const last = Math.ceil((offset + length) / 4);
      for (let first = Math.floor(offset / 4); first < last; ) {
        const count = Math.min(MAX_VALUES, last - first);
        const bytes = await bytesOf(first, count, signal);
        const skipped = Math.max(0, offset - first * 4);
        const at = first * 4 + skipped - offset;
        result.set(bytes.subarray(skipped, Math.min(bytes.length, skipped + length - at)), at);
        first += count;
      }
      return result;
    },
    async *stream(signal?: AbortSignal) {
      for (let first = 0; first < total; first += MAX_VALUES) {
        signal?.throwIfAborted();
        yield await bytesOf(first, Math.min(MAX_VALUES, total - first), signal);
      }
    },
  };
}
