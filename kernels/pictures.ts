// What pictures are made of: means of blocks, levels of images, colours of latents.
import { sumLanes } from './sums';

/**
 * Sums the runs of one line of float32 that fall on each pixel: `ends` are the elements after each run,
 * as i32, `sums` takes one f64 a run. Extends f32 min and max at `range`. Gives 0, or 1 when some element
 * is NaN or Inf: then nothing of this counts.
 */
export function sumRunsF32(
  values: usize,
  start: i32,
  ends: usize,
  runs: i32,
  sums: usize,
  range: usize,
): i32 {
  let min = f32x4.splat(load<f32>(range));
  let max = f32x4.splat(load<f32>(range + 4));
  const zero = f32x4.splat(0);
  let poison = zero;
  let i = start;
  for (let run: i32 = 0; run < runs; run++) {
    const end = load<i32>(ends + ((<usize>run) << 2));
    let a = f64x2.splat(0);
    let b = f64x2.splat(0);
    for (; i + 4 <= end; i += 4) {
      const v = v128.load(values + ((<usize>(i - start)) << 2));
      a = f64x2.add(a, f64x2.promote_low_f32x4(v));
      b = f64x2.add(b, f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3)));
      min = f32x4.pmin(min, v);
      max = f32x4.pmax(max, v);
      poison = f32x4.add(poison, f32x4.mul(v, zero));
    }
    let sum = sumLanes(a, b);
    for (; i < end; i++) {
      const v = load<f32>(values + ((<usize>(i - start)) << 2));
      sum += <f64>v;
      const lanes = f32x4.splat(v);
      min = f32x4.pmin(min, lanes);
      max = f32x4.pmax(max, lanes);
      poison = f32x4.add(poison, f32x4.mul(lanes, zero));
    }
    store<f64>(sums + ((<usize>run) << 3), sum);
  }
  if (v128.any_true(f32x4.ne(poison, zero))) return 1;
  const low = f32x4.pmin(min, v128.shuffle<f32>(min, min, 2, 3, 2, 3));
  const high = f32x4.pmax(max, v128.shuffle<f32>(max, max, 2, 3, 2, 3));
  store<f32>(range, Mathf.min(f32x4.extract_lane(low, 0), f32x4.extract_lane(low, 1)));
  store<f32>(range + 4, Mathf.max(f32x4.extract_lane(high, 0), f32x4.extract_lane(high, 1)));
  return 0;
}

/** 8-bit levels to float32: v / 255, or 1 - v / 255, each step rounded as numpy rounds it. Count in 16s. */
export function levelsF32(levels: usize, count: i32, out: usize, isMask: bool): void {
  const divisor = f32x4.splat(255);
  const one = f32x4.splat(1);
  for (let i: usize = 0; i < <usize>count; i += 16) {
    const bytes = v128.load(levels + i);
    const low = i16x8.extend_low_i8x16_u(bytes);
    const high = i16x8.extend_high_i8x16_u(bytes);
    const at = out + (i << 2);
    store4(at, i32x4.extend_low_i16x8_u(low), divisor, one, isMask);
    store4(at + 16, i32x4.extend_high_i16x8_u(low), divisor, one, isMask);
    store4(at + 32, i32x4.extend_low_i16x8_u(high), divisor, one, isMask);
    store4(at + 48, i32x4.extend_high_i16x8_u(high), divisor, one, isMask);
  }
}

function store4(at: usize, levels: v128, divisor: v128, one: v128, isMask: bool): void {
  const fraction = f32x4.div(f32x4.convert_i32x4_u(levels), divisor);
  v128.store(at, isMask ? f32x4.sub(one, fraction) : fraction);
}

/**
 * Latent2RGB of a block of pixels. `values`: one f32 of each pixel, `stride` pixels a channel; `steps`: 48 bytes
 * a channel: shift, scale and divisor as f32, which take it to model space, each step rounded to float32, and
 * from byte 24 its share in red, green and blue as f64; `bias`: 3 f64. Gives 3 bytes a pixel: clamp((sum + 1) / 2, 0, 1) * 255 in
 * float32, truncated; NaN gives 0. Takes fours, and writes up to 4 bytes more.
 */
export function latentRgbF32(
  values: usize,
  stride: i32,
  count: i32,
  steps: usize,
  channels: i32,
  bias: usize,
  out: usize,
): void {
  const end = steps + <usize>channels * 48;
  for (let i: i32 = 0; i < count; i += 4) {
    let redLow = v128.load64_splat(bias);
    let redHigh = redLow;
    let greenLow = v128.load64_splat(bias + 8);
    let greenHigh = greenLow;
    let blueLow = v128.load64_splat(bias + 16);
    let blueHigh = blueLow;
    let at = values + ((<usize>i) << 2);
    for (let step = steps; step < end; step += 48) {
      const centred = f32x4.sub(v128.load(at), v128.load32_splat(step));
      const scaled = f32x4.mul(centred, v128.load32_splat(step + 4));
      const model = f32x4.div(scaled, v128.load32_splat(step + 8));
      const low = f64x2.promote_low_f32x4(model);
      const high = f64x2.promote_low_f32x4(v128.shuffle<f32>(model, model, 2, 3, 2, 3));
      const red = v128.load64_splat(step + 24);
      const green = v128.load64_splat(step + 32);
      const blue = v128.load64_splat(step + 40);
      redLow = f64x2.add(redLow, f64x2.mul(low, red));
      redHigh = f64x2.add(redHigh, f64x2.mul(high, red));
      greenLow = f64x2.add(greenLow, f64x2.mul(low, green));
      greenHigh = f64x2.add(greenHigh, f64x2.mul(high, green));
      blueLow = f64x2.add(blueLow, f64x2.mul(low, blue));
      blueHigh = f64x2.add(blueHigh, f64x2.mul(high, blue));
      at += (<usize>stride) << 2;
    }
    const red = levels(redLow, redHigh);
    const green = levels(greenLow, greenHigh);
    const blue = levels(blueLow, blueHigh);
    // Narrowing saturates: below 0 gives 0, above 255 gives 255.
    const redGreen = i16x8.narrow_i32x4_s(red, green);
    const bytes = i8x16.narrow_i16x8_u(redGreen, i16x8.narrow_i32x4_s(blue, blue));
    const pixels = i8x16.shuffle(
      bytes,
      bytes,
      0,
      4,
      8,
      1,
      5,
      9,
      2,
      6,
      10,
      3,
      7,
      11,
      12,
      12,
      12,
      12,
    );
    v128.store(out + <usize>(i * 3), pixels);
  }
}

/** Four sums of a colour as levels, which may lie outside 0 to 255. */
function levels(low: v128, high: v128): v128 {
  const sum = v128.shuffle<f32>(
    f32x4.demote_f64x2_zero(low),
    f32x4.demote_f64x2_zero(high),
    0,
    1,
    4,
    5,
  );
  const unit = f32x4.mul(f32x4.add(sum, f32x4.splat(1)), f32x4.splat(0.5));
  return i32x4.trunc_sat_f32x4_s(f32x4.mul(unit, f32x4.splat(255)));
}
