import { viewOrCopy } from './typedViews';

/** Exact extremes and sum of 64-bit integers, which doubles cannot hold. */
export interface IntegerExtent {
  min: bigint | null;
  max: bigint | null;
  sum: bigint;
}

/** Integers added per round: 2^20 halves of 32 bits add up exactly in a double. */
const ROUND = 2 ** 20;

/** Extends `extent` by the next 64-bit integers, compact and little endian. */
export function extendIntegers(
  extent: IntegerExtent,
  bytes: Uint8Array,
  kind: 'int' | 'uint',
): void {
  const words = viewOrCopy(Uint32Array, bytes, Math.floor(bytes.length / 4));
  for (let start = 0; start < words.length; start += ROUND * 2)
    extendRound(extent, words.subarray(start, start + ROUND * 2), kind);
}

function extendRound(extent: IntegerExtent, words: Uint32Array, kind: 'int' | 'uint'): void {
  // Flipping the sign bit makes signed order the same as unsigned order.
  const flip = kind === 'int' ? 0x80000000 : 0;
  let [minHigh, minLow, maxHigh, maxLow] = [0xffffffff, 0xffffffff, 0, 0];
  let [sumHigh, sumLow] = [0, 0];
  for (let i = 0; i < words.length; i += 2) {
    const low = words[i]!;
    const high = (words[i + 1]! ^ flip) >>> 0;
    sumHigh += high;
    sumLow += low;
    if (high < minHigh || (high === minHigh && low < minLow)) [minHigh, minLow] = [high, low];
    if (high > maxHigh || (high === maxHigh && low > maxLow)) [maxHigh, maxLow] = [high, low];
  }
  const offset = BigInt(flip) << 32n;
  const join = (high: number, low: number) => (BigInt(high) << 32n) + BigInt(low) - offset;
  const min = join(minHigh, minLow);
  const max = join(maxHigh, maxLow);
  if (extent.min === null || min < extent.min) extent.min = min;
  if (extent.max === null || max > extent.max) extent.max = max;
  const count = BigInt(words.length / 2);
  extent.sum += (BigInt(sumHigh) << 32n) + BigInt(sumLow) - count * offset;
}

/** An integer as a number where a double holds it exactly, else as text. */
export function exactInteger(value: bigint): number | string {
  return BigInt.asIntN(54, value) === value ? Number(value) : String(value);
}
