import { KERNEL_MEMORY, KERNEL_VALUE_BYTES, loadKernels } from '../kernels/kernels';
import { viewOrCopy } from './typedViews';

/** Exact extremes and sum of 64-bit integers, which doubles cannot hold. */
export interface IntegerExtent {
  /** 0 while there was none. */
  count: number;
  zeros: number;
  /** Integers below 0 and above 1. */
  below0: number;
  above1: number;
  min: bigint;
  max: bigint;
  sum: bigint;
}

/** The extent of no integers. */
export function emptyIntegers(): IntegerExtent {
  return { count: 0, zeros: 0, below0: 0, above1: 0, min: 0n, max: 0n, sum: 0n };
}

/** Integers per round: 2^20 halves of 32 bits add up exactly in a double. */
const ROUND = 2 ** 20;
const HIGH = 2 ** 32;
/** Unsigned order is signed order with the sign bit flipped, which takes 2^63 away. */
const SIGN_BIT = 2n ** 63n;

/** The extent of 64-bit integers, compact and little endian. */
export function integersOf(bytes: Uint8Array, kind: 'int' | 'uint'): IntegerExtent {
  const total = emptyIntegers();
  // The kernel takes two at a time.
  const paired = bytes.length - (bytes.length % 16);
  for (let start = 0; start < paired; start += ROUND * 8) {
    const round = bytes.subarray(start, Math.min(paired, start + ROUND * 8));
    mergeIntegers(total, kernelRound(round, kind) ?? plainRound(round, kind));
  }
  if (paired < bytes.length) mergeIntegers(total, plainRound(bytes.subarray(paired), kind));
  return total;
}

function kernelRound(bytes: Uint8Array, kind: 'int' | 'uint'): IntegerExtent | null {
  const views = loadKernels();
  if (views === null) return null;
  views.bytes.set(bytes, KERNEL_MEMORY.values);
  const count = bytes.length / 8;
  const flip = kind === 'int' ? 0n : -SIGN_BIT;
  views.kernels.extentI64(KERNEL_MEMORY.values, count, flip, KERNEL_MEMORY.state);
  const offset = kind === 'int' ? 0n : SIGN_BIT;
  const [min, max, high, low] = views.i64.subarray(KERNEL_MEMORY.state / 8) as Iterable<bigint>;
  const [zeros, below0, above1] = views.i32.subarray(KERNEL_MEMORY.state / 4 + 8);
  return {
    count,
    zeros: zeros!,
    below0: below0!,
    above1: above1!,
    min: min! + offset,
    max: max! + offset,
    sum: high! * BigInt(HIGH) + low! + BigInt(count) * offset,
  };
}

/** Adds `part` to `total`. */
export function mergeIntegers(total: IntegerExtent, part: IntegerExtent): void {
  if (part.count === 0) return;
  if (total.count === 0 || part.min < total.min) total.min = part.min;
  if (total.count === 0 || part.max > total.max) total.max = part.max;
  total.count += part.count;
  total.zeros += part.zeros;
  total.below0 += part.below0;
  total.above1 += part.above1;
  total.sum += part.sum;
}

function plainRound(bytes: Uint8Array, kind: 'int' | 'uint'): IntegerExtent {
  const words = viewOrCopy(Int32Array, bytes, Math.floor(bytes.length / 4));
  const flip = kind === 'int' ? 0 : 0x80000000;
  let [minHigh, minLow, maxHigh, maxLow] = [Infinity, Infinity, -Infinity, -Infinity];
  let [sumHigh, sumLow, zeros, below0, above1] = [0, 0, 0, 0, 0];
  for (let i = 0; i < words.length; i += 2) {
    const low = words[i]! >>> 0;
    const stored = words[i + 1]!;
    const high = stored ^ flip;
    sumHigh += high;
    sumLow += low;
    if (stored === 0 && low === 0) zeros++;
    else if (stored < 0 && flip === 0) below0++;
    else if (stored !== 0 || low > 1) above1++;
    if (high <= minHigh && (high < minHigh || low < minLow)) {
      minHigh = high;
      minLow = low;
    }
    if (high >= maxHigh && (high > maxHigh || low > maxLow)) {
      maxHigh = high;
      maxLow = low;
    }
  }
  const count = words.length / 2;
  const offset = kind === 'int' ? 0n : SIGN_BIT;
  return {
    count,
    zeros,
    below0,
    above1,
    min: join(minHigh, minLow) + offset,
    max: join(maxHigh, maxLow) + offset,
    sum: join(sumHigh, sumLow) + BigInt(count) * offset,
  };
}

function join(high: number, low: number): bigint {
  return BigInt(high) * BigInt(HIGH) + BigInt(low);
}

/** 64-bit integers as the nearest doubles, in the kernels' memory: good until the next kernel runs. */
export function integersAsDoubles(bytes: Uint8Array, kind: 'int' | 'uint'): Float64Array | null {
  const views = bytes.length <= KERNEL_VALUE_BYTES ? loadKernels() : null;
  if (views === null) return null;
  const { values } = KERNEL_MEMORY;
  const count = bytes.length / 8;
  views.bytes.set(bytes, values);
  views.kernels.convertI64(values, count, kind === 'int');
  return views.f64.subarray(values / 8, values / 8 + count);
}

/** An integer as a number where a double holds it exactly, else as text. */
export function exactInteger(value: bigint): number | string {
  return BigInt.asIntN(54, value) === value ? Number(value) : String(value);
}
