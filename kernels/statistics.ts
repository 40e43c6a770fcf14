// Statistics of float32 and float64: what the first pass over them learns, and the second.
import { countPairs, sumLanes } from './sums';

const BLOCK: i32 = 256;
/** Where a frame keeps the places of values that are too near an edge: one for every four of a block. */
const NEAR: usize = 128;

/** Neumaier's compensated sum: total at `at`, what rounding dropped at `at + 8`. */
function addTo(at: usize, term: f64): void {
  const total = load<f64>(at);
  const next = total + term;
  const dropped = Math.abs(total) >= Math.abs(term) ? total - next + term : term - next + total;
  store<f64>(at + 8, load<f64>(at + 8) + dropped);
  store<f64>(at, next);
}

function countLanes(counts: v128): i32 {
  return (
    i32x4.extract_lane(counts, 0) +
    i32x4.extract_lane(counts, 1) +
    i32x4.extract_lane(counts, 2) +
    i32x4.extract_lane(counts, 3)
  );
}

/**
 * Extends an extent by whole blocks of float32, and stops before the first block that holds NaN or Inf.
 * State at `state`: f64 total, dropped, min, max; i32 zeros, below 0, above 1. Gives the elements taken.
 */
export function extentF32(values: usize, count: i32, state: usize): i32 {
  let min = f32x4.splat(<f32>load<f64>(state + 16));
  let max = f32x4.splat(<f32>load<f64>(state + 24));
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  let taken: i32 = 0;
  while (taken + BLOCK <= count) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let poison = f32x4.splat(0);
    let blockMin = min;
    let blockMax = max;
    let zeros = i32x4.splat(0);
    let below = i32x4.splat(0);
    let above = i32x4.splat(0);
    for (let i: i32 = 0; i < BLOCK; i += 4) {
      const v = v128.load(values + ((<usize>(taken + i)) << 2));
      a = f64x2.add(a, f64x2.promote_low_f32x4(v));
      b = f64x2.add(b, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)));
      blockMin = f32x4.pmin(blockMin, v);
      blockMax = f32x4.pmax(blockMax, v);
      poison = f32x4.add(poison, f32x4.mul(v, zero));
      // A comparison gives -1 where it holds.
      zeros = i32x4.sub(zeros, f32x4.eq(v, zero));
      below = i32x4.sub(below, f32x4.lt(v, zero));
      above = i32x4.sub(above, f32x4.gt(v, one));
    }
    if (v128.any_true(f32x4.ne(poison, zero))) break;
    min = blockMin;
    max = blockMax;
    addTo(state, sumLanes(a, b));
    store<i32>(state + 32, load<i32>(state + 32) + countLanes(zeros));
    store<i32>(state + 36, load<i32>(state + 36) + countLanes(below));
    store<i32>(state + 40, load<i32>(state + 40) + countLanes(above));
    taken += BLOCK;
  }
  v128.store(state + 48, min);
  v128.store(state + 64, max);
  for (let lane: usize = 0; lane < 4; lane++) {
    const low = <f64>load<f32>(state + 48 + (lane << 2));
    const high = <f64>load<f32>(state + 64 + (lane << 2));
    store<f64>(state + 16, Math.min(low, load<f64>(state + 16)));
    store<f64>(state + 24, Math.max(high, load<f64>(state + 24)));
  }
  return taken;
}

/** The same for float64; elements i and i + 2 share a lane, as in the float32 kernel. */
export function extentF64(values: usize, count: i32, state: usize): i32 {
  let min = f64x2.splat(load<f64>(state + 16));
  let max = f64x2.splat(load<f64>(state + 24));
  const zero = f64x2.splat(0);
  const one = f64x2.splat(1);
  let taken: i32 = 0;
  while (taken + BLOCK <= count) {
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    let poison = f64x2.splat(0);
    let blockMin = min;
    let blockMax = max;
    let zeros = i64x2.splat(0);
    let below = i64x2.splat(0);
    let above = i64x2.splat(0);
    for (let i: i32 = 0; i < BLOCK; i += 4) {
      const at = values + ((<usize>(taken + i)) << 3);
      const v = v128.load(at);
      const w = v128.load(at + 16);
      a = f64x2.add(a, v);
      b = f64x2.add(b, w);
      blockMin = f64x2.pmin(f64x2.pmin(blockMin, v), w);
      blockMax = f64x2.pmax(f64x2.pmax(blockMax, v), w);
      poison = f64x2.add(poison, f64x2.add(f64x2.mul(v, zero), f64x2.mul(w, zero)));
      zeros = i64x2.sub(zeros, i64x2.add(f64x2.eq(v, zero), f64x2.eq(w, zero)));
      below = i64x2.sub(below, i64x2.add(f64x2.lt(v, zero), f64x2.lt(w, zero)));
      above = i64x2.sub(above, i64x2.add(f64x2.gt(v, one), f64x2.gt(w, one)));
    }
    if (v128.any_true(f64x2.ne(poison, zero))) break;
    min = blockMin;
    max = blockMax;
    addTo(state, sumLanes(a, b));
    store<i32>(state + 32, load<i32>(state + 32) + countPairs(zeros));
    store<i32>(state + 36, load<i32>(state + 36) + countPairs(below));
    store<i32>(state + 40, load<i32>(state + 40) + countPairs(above));
    taken += BLOCK;
  }
  store<f64>(state + 16, Math.min(f64x2.extract_lane(min, 0), f64x2.extract_lane(min, 1)));
  store<f64>(state + 24, Math.max(f64x2.extract_lane(max, 0), f64x2.extract_lane(max, 1)));
  return taken;
}

/**
 * Adds whole blocks of finite float32 to a spread. Frame at `frame`: f64 centre, low edge, bins per unit,
 * slack, deviations (2), squares (2); i32 bins. `counts`: four u32 tables of `bins`, so that neighbours
 * never wait on one counter; `edges`: bins + 1 f64. Positions are float32: `slack` must cover their
 * rounding, as nearer to an edge than this only the edges decide.
 */
export function spreadF32(
  values: usize,
  count: i32,
  frame: usize,
  counts: usize,
  edges: usize,
): i32 {
  // Out of the loop: its stores to the counts might, for all the compiler knows, change the frame.
  const centre = f64x2.splat(load<f64>(frame));
  const low = f32x4.splat(<f32>load<f64>(frame + 8));
  const perUnit = f32x4.splat(<f32>load<f64>(frame + 16));
  const slack = f32x4.splat(<f32>load<f64>(frame + 24));
  const table = (<usize>load<i32>(frame + 64)) << 2;
  // Values are as the frame says, unless the file was written to between two readings of it.
  const last = i32x4.splat(load<i32>(frame + 64) - 1);
  const zero = f32x4.splat(0);
  // Adding 2^23 rounds a position to the nearest edge, whose number is then in the low bits.
  const shift = f32x4.splat(8388608);
  const lowBits = i32x4.splat(0x7fffff);
  let taken: i32 = 0;
  while (taken + BLOCK <= count) {
    const start = values + ((<usize>taken) << 2);
    let devA = f64x2.splat(0);
    let devB = f64x2.splat(0);
    let sqA = f64x2.splat(0);
    let sqB = f64x2.splat(0);
    // Fours too near an edge wait for the end of the block: a call in this loop would slow down all.
    let near = frame + NEAR;
    for (let at = start; at < start + (BLOCK << 2); at += 16) {
      const v = v128.load(at);
      const dx = f64x2.sub(f64x2.promote_low_f32x4(v), centre);
      const dy = f64x2.sub(f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)), centre);
      devA = f64x2.add(devA, dx);
      devB = f64x2.add(devB, dy);
      sqA = f64x2.add(sqA, f64x2.mul(dx, dx));
      sqB = f64x2.add(sqB, f64x2.mul(dy, dy));
      const position = f32x4.mul(f32x4.sub(v, low), perUnit);
      const shifted = f32x4.add(position, shift);
      const past = f32x4.sub(position, f32x4.sub(shifted, shift));
      if (v128.any_true(f32x4.le(f32x4.abs(past), slack))) {
        store<usize>(near, at);
        near += 4;
        continue;
      }
      // A comparison gives -1 where it holds: a value before its nearest edge is in the bin before.
      const edge = v128.and(shifted, lowBits);
      const bin = i32x4.min_u(i32x4.add(edge, f32x4.lt(past, zero)), last);
      bump(counts, i32x4.extract_lane(bin, 0));
      bump(counts + table, i32x4.extract_lane(bin, 1));
      bump(counts + table * 2, i32x4.extract_lane(bin, 2));
      bump(counts + table * 3, i32x4.extract_lane(bin, 3));
    }
    for (let each = frame + NEAR; each < near; each += 4)
      for (let lane: usize = 0; lane < 4; lane++) {
        const value = <f64>load<f32>(load<usize>(each) + (lane << 2));
        tallyByEdges(value, frame, counts + table * lane, edges);
      }
    addTo(frame + 32, sumLanes(devA, devB));
    addTo(frame + 48, sumLanes(sqA, sqB));
    taken += BLOCK;
  }
  return taken;
}

/** The same for float64 whose squares stay within a double. */
export function spreadF64(
  values: usize,
  count: i32,
  frame: usize,
  counts: usize,
  edges: usize,
): i32 {
  const centre = f64x2.splat(load<f64>(frame));
  const low = f64x2.splat(load<f64>(frame + 8));
  const perUnit = f64x2.splat(load<f64>(frame + 16));
  const slack = f64x2.splat(load<f64>(frame + 24));
  const upper = f64x2.sub(f64x2.splat(1), slack);
  const table = (<usize>load<i32>(frame + 64)) << 2;
  const last = i32x4.splat(load<i32>(frame + 64) - 1);
  let taken: i32 = 0;
  while (taken + BLOCK <= count) {
    const start = values + ((<usize>taken) << 3);
    let devA = f64x2.splat(0);
    let devB = f64x2.splat(0);
    let sqA = f64x2.splat(0);
    let sqB = f64x2.splat(0);
    let near = frame + NEAR;
    for (let at = start; at < start + (BLOCK << 3); at += 32) {
      const x = v128.load(at);
      const y = v128.load(at + 16);
      const dx = f64x2.sub(x, centre);
      const dy = f64x2.sub(y, centre);
      devA = f64x2.add(devA, dx);
      devB = f64x2.add(devB, dy);
      sqA = f64x2.add(sqA, f64x2.mul(dx, dx));
      sqB = f64x2.add(sqB, f64x2.mul(dy, dy));
      const px = f64x2.mul(f64x2.sub(x, low), perUnit);
      const py = f64x2.mul(f64x2.sub(y, low), perUnit);
      const bx = i32x4.trunc_sat_f64x2_s_zero(px);
      const by = i32x4.trunc_sat_f64x2_s_zero(py);
      const fx = f64x2.sub(px, f64x2.convert_low_i32x4_s(bx));
      const fy = f64x2.sub(py, f64x2.convert_low_i32x4_s(by));
      const nearX = v128.or(f64x2.le(fx, slack), f64x2.ge(fx, upper));
      const nearY = v128.or(f64x2.le(fy, slack), f64x2.ge(fy, upper));
      if (v128.any_true(v128.or(nearX, nearY))) {
        store<usize>(near, at);
        near += 4;
        continue;
      }
      const binX = i32x4.min_u(bx, last);
      const binY = i32x4.min_u(by, last);
      bump(counts, i32x4.extract_lane(binX, 0));
      bump(counts + table, i32x4.extract_lane(binX, 1));
      bump(counts + table * 2, i32x4.extract_lane(binY, 0));
      bump(counts + table * 3, i32x4.extract_lane(binY, 1));
    }
    for (let each = frame + NEAR; each < near; each += 4)
      for (let lane: usize = 0; lane < 4; lane++) {
        const value = load<f64>(load<usize>(each) + (lane << 3));
        tallyByEdges(value, frame, counts + table * lane, edges);
      }
    addTo(frame + 32, sumLanes(devA, devB));
    addTo(frame + 48, sumLanes(sqA, sqB));
    taken += BLOCK;
  }
  return taken;
}

function bump(counts: usize, bin: i32): void {
  const at = counts + ((<usize>bin) << 2);
  store<u32>(at, load<u32>(at) + 1);
}

/** Counts a value into the bin that the edges give, searched from where rounding put it. */
function tallyByEdges(value: f64, frame: usize, counts: usize, edges: usize): void {
  const last = load<i32>(frame + 64) - 1;
  const position = (value - load<f64>(frame + 8)) * load<f64>(frame + 16);
  let bin: i32 = 0;
  if (position > 0) bin = position < <f64>last ? <i32>position : last;
  while (bin > 0 && value < load<f64>(edges + ((<usize>bin) << 3))) bin--;
  while (bin < last && value >= load<f64>(edges + ((<usize>(bin + 1)) << 3))) bin++;
  bump(counts, bin);
}
