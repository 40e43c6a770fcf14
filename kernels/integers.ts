// Statistics of 64-bit integers, exact.
import { countPairs } from './sums';

/**
 * Exact extent of int64 at `values`, or of uint64 when `flip` is the sign bit. State at `state`: i64 min,
 * max, sum of high words, sum of low words; i32 zeros, below 0, above 1. An even count, at most 2^31.
 */
export function extentI64(values: usize, count: i32, flip: i64, state: usize): void {
  const nought = i64x2.splat(flip);
  const unit = i64x2.splat(1 ^ flip);
  const zero = i64x2.splat(0);
  const lowWord = i64x2.splat(0xffffffff);
  let min = i64x2.splat(load<i64>(values) ^ flip);
  let max = min;
  let high = zero;
  let low = zero;
  let zeros = zero;
  let below = zero;
  let above = zero;
  for (let i: i32 = 0; i < count; i += 2) {
    const stored = v128.load(values + ((<usize>i) << 3));
    const v = v128.xor(stored, nought);
    min = v128.bitselect(v, min, i64x2.lt_s(v, min));
    max = v128.bitselect(v, max, i64x2.gt_s(v, max));
    high = i64x2.add(high, i64x2.shr_s(v, 32));
    low = i64x2.add(low, v128.and(v, lowWord));
    zeros = i64x2.sub(zeros, i64x2.eq(stored, zero));
    below = i64x2.sub(below, i64x2.lt_s(v, nought));
    above = i64x2.sub(above, i64x2.gt_s(v, unit));
  }
  const otherMin = v128.shuffle<i64>(min, min, 1, 0);
  const otherMax = v128.shuffle<i64>(max, max, 1, 0);
  min = v128.bitselect(otherMin, min, i64x2.lt_s(otherMin, min));
  max = v128.bitselect(otherMax, max, i64x2.gt_s(otherMax, max));
  store<i64>(state, i64x2.extract_lane(min, 0));
  store<i64>(state + 8, i64x2.extract_lane(max, 0));
  store<i64>(state + 16, i64x2.extract_lane(high, 0) + i64x2.extract_lane(high, 1));
  store<i64>(state + 24, i64x2.extract_lane(low, 0) + i64x2.extract_lane(low, 1));
  store<i32>(state + 32, countPairs(zeros));
  store<i32>(state + 36, countPairs(below));
  store<i32>(state + 40, countPairs(above));
}

/** int64 (or uint64) to the nearest float64, in place. */
export function convertI64(values: usize, count: i32, isSigned: bool): void {
  for (let i: i32 = 0; i < count; i++) {
    const at = values + ((<usize>i) << 3);
    const v = load<i64>(at);
    store<f64>(at, isSigned ? <f64>v : <f64>(<u64>v));
  }
}
