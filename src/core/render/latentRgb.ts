import { type LatentFormat, type LatentFormatName, latentFormat } from '../contracts/latentFormats';
import { type LatentRgb, latentRgb } from '../contracts/latentRgb';
import { TensorFileError } from '../errors';
import { KERNEL_MEMORY, type KernelViews, loadKernels } from '../kernels/kernels';
import { t } from '../l10n';

/** The Latent2RGB pictures of one batch item: one for each frame. */
export interface LatentPictures {
  readonly frames: number;
  readonly height: number;
  readonly width: number;
  /** `[frames, height, width, 3]`. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** Whether a format has the factors that Latent2RGB needs: those of audio and 3-D have none. */
export function hasLatentRgb(name: string): boolean {
  return latentFormat(name) !== undefined && latentRgb(name as LatentFormatName) !== undefined;
}

/** The picture of `[C,H,W]` or `[C,T,H,W]`: Flux2's is twice as high and wide as its latent. */
export function latentPictureSize(name: string, shape: readonly number[]) {
  const factor = factorsOf(name).reshape ? 2 : 1;
  const [height, width] = shape.slice(-2) as [number, number];
  const frames = shape.length === 4 ? shape[1]! : 1;
  return { frames, height: height * factor, width: width * factor };
}

/**
 * ComfyUI's Latent2RGB preview of one batch item `[C,H,W]` or `[C,T,H,W]`, every frame: process-in of the
 * format, one linear map from channels to RGB, then clamp((rgb + 1) / 2, 0, 1) * 255 truncated. NaN
 * gives 0. Source: latent_preview.py and latent_formats.py of ComfyUI 0.33.0.
 * @throws TensorFileError when the format has no factors or other channels than the latent.
 */
export function latentPictures(
  values: ArrayLike<number>,
  shape: readonly number[],
  name: string,
): LatentPictures {
  const channels = shape[0]!;
  const planeSize = (values.length / channels) | 0;
  const stored = values instanceof Float32Array ? values : new Float32Array(values);
  const planes = Array.from({ length: channels }, (_, c) =>
    stored.subarray(c * planeSize, (c + 1) * planeSize),
  );
  return latentPicturesOf(planes, shape, name);
}

/** The same of channels that lie apart. */
export function latentPicturesOf(
  planes: readonly Float32Array[],
  shape: readonly number[],
  name: string,
): LatentPictures {
  const rgb = factorsOf(name);
  const format = latentFormat(name)!;
  if (shape.length < 3 || shape.length > 4 || planes.length !== format.channels)
    throw new TensorFileError(
      t`A latent item of shape [${shape.join(',')}] is not of the format ${name}, which has ${format.channels} channels`,
    );
  const size = latentPictureSize(name, shape);
  const pixels = new Uint8Array(size.frames * size.height * size.width * 3);
  const steps = planes.map((_, c) => processIn(c, format, rgb));
  if (rgb.reshape) {
    const model = planes.map((plane, c) => plane.map(value => modelOf(value, steps[c]!)));
    paintUnshuffled(model, shape, rgb, pixels);
  } else paint(planes, { rgb, steps }, pixels);
  return { ...size, pixels };
}

function factorsOf(name: string): LatentRgb {
  const rgb = hasLatentRgb(name) ? latentRgb(name as LatentFormatName) : undefined;
  if (rgb) return rgb;
  throw new TensorFileError(
    t`There is no RGB preview for the latent format "${name}": ComfyUI has no factors for it`,
  );
}

/** How a channel's values go from VAE space to model space: (value - shift) * scale / divisor. */
interface ProcessIn {
  readonly shift: number;
  readonly scale: number;
  readonly divisor: number;
}

function processIn(channel: number, format: LatentFormat, { mean, std }: LatentRgb): ProcessIn {
  if (format.process === 'identity') return { shift: 0, scale: 1, divisor: 1 };
  const scale = Math.fround(format.scale);
  if (!mean || !std) return { shift: Math.fround(format.shift), scale, divisor: 1 };
  return { shift: Math.fround(mean[channel]!), scale, divisor: Math.fround(std[channel]!) };
}

/** Each step rounded to float32, as torch rounds it. */
function modelOf(value: number, { shift, scale, divisor }: ProcessIn): number {
  return Math.fround(Math.fround(Math.fround(value - shift) * scale) / divisor);
}

/** The byte of one colour of one pixel; the sum is kept in double precision, as fused sums nearly are. */
function toByte(sum: number): number {
  const unit = Math.fround(Math.fround(Math.fround(sum) + 1) / 2);
  if (!(unit > 0)) return 0;
  return unit >= 1 ? 255 : Math.trunc(Math.fround(unit * 255));
}

function colour(rgb: LatentRgb, j: number, valueAt: (channel: number) => number): number {
  let sum = Math.fround(rgb.bias?.[j] ?? 0);
  for (let c = 0; c < rgb.factors.length; c++) sum += valueAt(c) * Math.fround(rgb.factors[c]![j]!);
  return toByte(sum);
}

/** Pixels whose sums fit into a processor's nearest memory. */
const BLOCK_PIXELS = 1024;

interface Mix {
  readonly rgb: LatentRgb;
  readonly steps: readonly ProcessIn[];
}

/** Channel by channel over a block of pixels: each plane is read once, in order. */
function paint(planes: readonly Float32Array[], mix: Mix, pixels: Uint8Array): void {
  const views = loadKernels();
  if (views) {
    paintByKernel(views, planes, mix, pixels);
    return;
  }
  const { rgb, steps } = mix;
  const planeSize = planes[0]!.length;
  const block = () => new Float64Array(BLOCK_PIXELS);
  const sums: Sums = [block(), block(), block()];
  for (let from = 0; from < planeSize; from += BLOCK_PIXELS) {
    const count = Math.min(BLOCK_PIXELS, planeSize - from);
    for (const [j, sum] of sums.entries()) sum.fill(Math.fround(rgb.bias?.[j] ?? 0));
    for (const [c, step] of steps.entries())
      addChannel(sums, planes[c]!.subarray(from, from + count), step, rgb.factors[c]!);
    for (let i = 0, to = from * 3; i < count; i++) {
      pixels[to++] = toByte(sums[0][i]!);
      pixels[to++] = toByte(sums[1][i]!);
      pixels[to++] = toByte(sums[2][i]!);
    }
  }
}

/** The same, to the bit, by the kernel. */
function paintByKernel(
  { kernels, f32, f64, bytes }: KernelViews,
  planes: readonly Float32Array[],
  { rgb, steps }: Mix,
  pixels: Uint8Array,
): void {
  const { frame, state, ends: out, values: block } = KERNEL_MEMORY;
  for (const [c, { shift, scale, divisor }] of steps.entries()) {
    f32.set([shift, scale, divisor], frame / 4 + c * 12);
    f64.set(rgb.factors[c]!.map(Math.fround), frame / 8 + c * 6 + 3);
  }
  const planeSize = planes[0]!.length;
  for (let j = 0; j < 3; j++) f64[state / 8 + j] = Math.fround(rgb.bias?.[j] ?? 0);
  for (let from = 0; from < planeSize; from += BLOCK_PIXELS) {
    const count = Math.min(BLOCK_PIXELS, planeSize - from);
    for (const [c, plane] of planes.entries())
      f32.set(plane.subarray(from, from + count), block / 4 + c * BLOCK_PIXELS);
    kernels.latentRgbF32(block, BLOCK_PIXELS, count, frame, steps.length, state, out);
    pixels.set(bytes.subarray(out, out + count * 3), from * 3);
  }
}

type Sums = readonly [Float64Array, Float64Array, Float64Array];

function addChannel(
  [red, green, blue]: Sums,
  values: Float32Array,
  { shift, scale, divisor }: ProcessIn,
  factors: readonly number[],
): void {
  const [toRed, toGreen, toBlue] = [0, 1, 2].map(j => Math.fround(factors[j]!)) as [
    number,
    number,
    number,
  ];
  for (let i = 0; i < values.length; i++) {
    const model = Math.fround(Math.fround(Math.fround(values[i]! - shift) * scale) / divisor);
    red[i]! += model * toRed;
    green[i]! += model * toGreen;
    blue[i]! += model * toBlue;
  }
}

/** Flux2: channel c * 4 + dy * 2 + dx is the pixel (2y + dy, 2x + dx) of channel c. */
function paintUnshuffled(
  model: readonly Float32Array[],
  shape: readonly number[],
  rgb: LatentRgb,
  pixels: Uint8Array,
): void {
  const [height, width] = shape.slice(-2) as [number, number];
  const frames = model[0]!.length / (height * width);
  let to = 0;
  for (let frame = 0; frame < frames; frame++) {
    for (let y = 0; y < 2 * height; y++) {
      for (let x = 0; x < 2 * width; x++) {
        const part = (y % 2) * 2 + (x % 2);
        const at = (frame * height + (y >> 1)) * width + (x >> 1);
        for (let j = 0; j < 3; j++) pixels[to++] = colour(rgb, j, c => model[c * 4 + part]![at]!);
      }
    }
  }
}
