import { contiguousSpan } from './contiguousRead';
import { readBox } from './read';
import { type AxisRange, cStrides, elementCount, wholeRanges } from './slice';
import type { Tensor } from './tensor';

/** Elements of a packed type that end at a whole byte, whatever their bits. */
const PACKED_UNIT = 8;

/** A run of elements in C order, cut into as few boxes as can be, in order. */
export function* flatBoxes(
  shape: readonly number[],
  first: number,
  count: number,
): Generator<AxisRange[], void, void> {
  const strides = cStrides(shape);
  let at = first;
  let left = count;
  while (left > 0) {
    // The outermost axis along which whole steps are due.
    const axis = strides.findIndex(stride => at % stride === 0 && stride <= left);
    const stride = axis < 0 ? 1 : strides[axis]!;
    const index = axis < 0 ? 0 : Math.floor(at / stride) % shape[axis]!;
    const steps = axis < 0 ? 1 : Math.min(shape[axis]! - index, Math.floor(left / stride));
    yield shape.map((size, i) => {
      if (i > axis) return { start: 0, count: size, step: 1 };
      if (i === axis) return { start: index, count: steps, step: 1 };
      return { start: Math.floor(at / strides[i]!) % size, count: 1, step: 1 };
    });
    at += steps * stride;
    left -= steps * stride;
  }
}

/**
 * Bytes of a tensor as they lie in C order and little endian, whatever its own layout: `length` of them
 * from `byteOffset`. The result may be shared: do not write into it.
 * @throws TensorFileError when the bytes are not there or the packing of the type is not defined.
 */
export async function readFlat(
  tensor: Tensor,
  byteOffset: number,
  length: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const span = contiguousSpan(tensor, wholeRanges(tensor.shape));
  if (span) return tensor.source.read(span.byteOffset + byteOffset, length, signal);
  const { bits } = tensor.dtype;
  const unit = bits % 8 === 0 ? 1 : PACKED_UNIT;
  const unitBytes = (unit * bits) / 8;
  const first = Math.floor(byteOffset / unitBytes) * unit;
  const end = Math.min(
    elementCount(tensor.shape),
    Math.ceil((byteOffset + length) / unitBytes) * unit,
  );
  const from = byteOffset - (first * bits) / 8;
  const bytes = await readElements(tensor, first, end - first, signal);
  return bytes.subarray(from, from + length);
}

/** Elements of a run in C order, compact; `first` of a packed type is a multiple of eight. */
async function readElements(
  tensor: Tensor,
  first: number,
  count: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { dtype, shape, strides, byteOffset } = tensor;
  const own = cStrides(shape);
  if (shape.every((size, axis) => size === 1 || strides[axis] === own[axis])) {
    const line = { start: first, count, step: 1 };
    const flat = { ...tensor, shape: [elementCount(shape)], strides: [1], byteOffset };
    return readBox(flat, [line], signal);
  }
  const parts: Uint8Array[] = [];
  const boxes = dtype.bits % 8 === 0 ? flatBoxes(shape, first, count) : single(shape, first, count);
  for (const box of boxes) parts.push(await readBox(tensor, box, signal));
  return dtype.bits % 8 === 0 ? joined(parts) : joinedNibbles(parts, count);
}

/** One element after the other: only packed types whose axes are out of order are read so. */
function* single(shape: readonly number[], first: number, count: number) {
  for (let i = 0; i < count; i++) yield* flatBoxes(shape, first + i, 1);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function joinedNibbles(parts: readonly Uint8Array[], count: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(count / 2));
  for (const [i, part] of parts.entries()) bytes[i >> 1]! |= (part[0]! & 15) << (4 * (i & 1));
  return bytes;
}
