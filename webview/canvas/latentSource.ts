import { latentPictures } from '../../src/core/render/latentRgb';
import type { Picture } from '../../src/core/render/picture';
import { type Plane, type PlaneRequest, type PlaneSource, wholePlane } from './pictures';

/** Values of a latent fetched for one picture at most; a larger one is reduced first. */
const MAX_VALUES = 3 * 1024 * 1024;

/** Latent2RGB pictures made from the channels of a latent: what ComfyUI's preview shows, as 0..1. */
export class LatentRgbSource implements PlaneSource {
  readonly #raw: PlaneSource;
  readonly #format: string;
  /** Picture pixels an element of the latent: 2 for formats whose channels unfold. */
  readonly #factor: number;
  readonly #made = new WeakMap<Picture, Picture>();

  constructor(raw: PlaneSource, format: string, factor: number) {
    this.#raw = raw;
    this.#format = format;
    this.#factor = factor;
  }

  async fetch({ plane, opening }: PlaneRequest, signal: AbortSignal): Promise<Picture> {
    const width = plane.width / this.#factor;
    const height = plane.height / this.#factor;
    const values = width * height * plane.channels.length;
    const shrink = Math.sqrt(MAX_VALUES / Math.max(1, values));
    const whole = wholePlane({ ...plane, width, height }, shrink);
    const raw = await this.#raw.fetch({ ...whole, opening }, signal);
    const known = this.#made.get(raw);
    if (known) return known;
    const made = latentRgbPicture(raw, this.#format, plane);
    this.#made.set(raw, made);
    return made;
  }
}

/** The picture in 0..1; a pixel of a NaN or Inf stays NaN, where ComfyUI would paint black. */
function latentRgbPicture(raw: Picture, format: string, plane: Plane): Picture {
  const shape = [raw.channelCount, raw.height, raw.width];
  const { pixels, width, height } = latentPictures(raw.data, shape, format);
  const size = width * height;
  const data = new Float32Array(3 * size);
  const bad = notFinitePixels(raw);
  const factor = width / raw.width;
  for (let at = 0; at < size; at++) {
    const x = Math.floor((at % width) / factor);
    const y = Math.floor(at / width / factor);
    const broken = bad[y * raw.width + x] === 1;
    for (let c = 0; c < 3; c++)
      data[c * size + at] = broken ? Number.NaN : pixels[at * 3 + c]! / 255;
  }
  return {
    ...raw,
    width,
    height,
    channelCount: 3,
    data,
    region: { x: 0, y: 0, width: plane.width, height: plane.height },
    ranges: [0, 1, 2].map(() => ({ min: 0, max: 1 })),
  };
}

function notFinitePixels(raw: Picture): Uint8Array {
  const size = raw.width * raw.height;
  const bad = new Uint8Array(size);
  raw.data.forEach((value, i) => {
    if (!Number.isFinite(value)) bad[i % size] = 1;
  });
  return bad;
}
