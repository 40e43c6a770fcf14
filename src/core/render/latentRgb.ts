import { type LatentFormat, type LatentFormatName, latentFormat } from '../contracts/latentFormats';
import { type LatentRgb, latentRgb } from '../contracts/latentRgb';
import { TensorFileError } from '../errors';

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
  const rgb = factorsOf(name);
  const format = latentFormat(name)!;
  const channels = shape[0]!;
  if (shape.length < 3 || shape.length > 4 || channels !== format.channels)
    throw new TensorFileError(
      `A latent item of shape [${shape.join(',')}] is not of the format ${name}, which has ${format.channels} channels`,
    );
  const size = latentPictureSize(name, shape);
  const planeSize = (values.length / channels) | 0;
  const pixels = new Uint8Array(size.frames * size.height * size.width * 3);
  const model = processIn(values, planeSize, format, rgb);
  if (rgb.reshape) paintUnshuffled(model, shape, rgb, pixels);
  else paint(model, planeSize, rgb, pixels);
  return { ...size, pixels };
}

function factorsOf(name: string): LatentRgb {
  const rgb = hasLatentRgb(name) ? latentRgb(name as LatentFormatName) : undefined;
  if (rgb) return rgb;
  throw new TensorFileError(
    `There is no RGB preview for the latent format "${name}": ComfyUI has no factors for it`,
  );
}

/** VAE-space values in model space, each step rounded to float32 as torch rounds it. */
function processIn(
  values: ArrayLike<number>,
  planeSize: number,
  format: LatentFormat,
  rgb: LatentRgb,
): Float32Array {
  const model = Float32Array.from(values);
  if (format.process === 'identity') return model;
  const scale = Math.fround(format.scale);
  for (let i = 0; i < model.length; i++) {
    if (rgb.mean && rgb.std) {
      const channel = Math.floor(i / planeSize);
      const centred = Math.fround(model[i]! - Math.fround(rgb.mean[channel]!));
      model[i] = Math.fround(centred * scale) / Math.fround(rgb.std[channel]!);
    } else {
      model[i] = Math.fround(model[i]! - Math.fround(format.shift)) * scale;
    }
  }
  return model;
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

function paint(model: Float32Array, planeSize: number, rgb: LatentRgb, pixels: Uint8Array): void {
  for (let at = 0; at < planeSize; at++) {
    for (let j = 0; j < 3; j++)
      pixels[at * 3 + j] = colour(rgb, j, c => model[c * planeSize + at]!);
  }
}

/** Flux2: channel c * 4 + dy * 2 + dx is the pixel (2y + dy, 2x + dx) of channel c. */
function paintUnshuffled(
  model: Float32Array,
  shape: readonly number[],
  rgb: LatentRgb,
  pixels: Uint8Array,
): void {
  const [height, width] = shape.slice(-2) as [number, number];
  const planeSize = model.length / shape[0]!;
  const frames = planeSize / (height * width);
  let to = 0;
  for (let frame = 0; frame < frames; frame++) {
    for (let y = 0; y < 2 * height; y++) {
      for (let x = 0; x < 2 * width; x++) {
        const part = (y % 2) * 2 + (x % 2);
        const at = (frame * height + (y >> 1)) * width + (x >> 1);
        for (let j = 0; j < 3; j++)
          pixels[to++] = colour(rgb, j, c => model[(c * 4 + part) * planeSize + at]!);
      }
    }
  }
}
