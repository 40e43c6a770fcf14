import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { DType } from '../tensor/dtype';
import { readFlat } from '../tensor/flatRead';
import { elementCount } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import { viewOrCopy } from '../tensor/typedViews';
import {
  type Accumulator,
  complexAccumulator,
  realAccumulator,
  wideIntegerAccumulator,
} from './accumulator';
import type { Differences } from './differences';
import type { Tolerance } from './tolerance';

/** Elements that are read of each side at once: a multiple of eight, for packed types. */
const PIECE = 1 << 19;

/**
 * All values of two tensors of one shape, held against each other in C order, in bounded memory; other
 * dtypes are compared as numbers.
 * @throws TensorFileError when the shapes differ or a side has no numbers.
 */
export async function compareTensors(
  a: Tensor,
  b: Tensor,
  tolerance: Tolerance,
  signal?: AbortSignal,
): Promise<Differences> {
  if (a.shape.join() !== b.shape.join())
    throw new TensorFileError(
      t`Tensors of shape [${a.shape.join(', ')}] and [${b.shape.join(', ')}] have no pairs of values`,
    );
  const pairing = pairingOf(a.dtype, b.dtype, tolerance);
  const count = elementCount(a.shape);
  let equalBits = a.dtype.name === b.dtype.name;
  for (let first = 0; first < count; first += PIECE) {
    signal?.throwIfAborted();
    const size = Math.min(PIECE, count - first);
    const [bytesA, bytesB] = await Promise.all([
      readElements(a, first, size, signal),
      readElements(b, first, size, signal),
    ]);
    equalBits &&= sameBytes(bytesA, bytesB);
    pairing(bytesA, bytesB, size);
  }
  return { ...pairing.result(), equalBits };
}

/** Whether two tensors of one dtype and shape have the same bytes; reads until the first that differ. */
export async function haveSameBytes(a: Tensor, b: Tensor, signal?: AbortSignal): Promise<boolean> {
  const count = elementCount(a.shape);
  for (let first = 0; first < count; first += PIECE) {
    const size = Math.min(PIECE, count - first);
    const [bytesA, bytesB] = await Promise.all([
      readElements(a, first, size, signal),
      readElements(b, first, size, signal),
    ]);
    if (!sameBytes(bytesA, bytesB)) return false;
  }
  return true;
}

function readElements(
  tensor: Tensor,
  first: number,
  count: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { bits } = tensor.dtype;
  return readFlat(tensor, (first * bits) / 8, Math.ceil((count * bits) / 8), signal);
}

interface Pairing {
  (bytesA: Uint8Array, bytesB: Uint8Array, count: number): void;
  result(): Omit<Differences, 'equalBits'>;
}

function pairingOf(a: DType, b: DType, tolerance: Tolerance): Pairing {
  const wide = [a, b].every(({ bits, kind }) => bits === 64 && (kind === 'int' || kind === 'uint'));
  if (wide) {
    const accumulator = wideIntegerAccumulator(tolerance);
    return pairing(accumulator, (dtype, bytes, count) =>
      dtype.kind === 'int'
        ? viewOrCopy(BigInt64Array, bytes, count)
        : viewOrCopy(BigUint64Array, bytes, count),
    )(a, b);
  }
  const isComplex = a.kind === 'complex' || b.kind === 'complex';
  const accumulator = isComplex ? complexAccumulator(tolerance) : realAccumulator(tolerance);
  return pairing(accumulator, (dtype, bytes, count) => {
    const numbers = dtype.toNumbers(bytes, count);
    return isComplex && dtype.kind !== 'complex' ? asComplex(numbers, count) : numbers;
  })(a, b);
}

function pairing<T>(
  accumulator: Accumulator<T>,
  decode: (dtype: DType, bytes: Uint8Array, count: number) => T,
): (a: DType, b: DType) => Pairing {
  return (a, b) =>
    Object.assign(
      (bytesA: Uint8Array, bytesB: Uint8Array, count: number) =>
        accumulator.add(decode(a, bytesA, count), decode(b, bytesB, count)),
      { result: () => accumulator.result() },
    );
}

/** Real numbers with imaginary parts of 0. */
function asComplex(numbers: ArrayLike<number>, count: number): Float64Array {
  const pairs = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) pairs[2 * i] = numbers[i]!;
  return pairs;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
