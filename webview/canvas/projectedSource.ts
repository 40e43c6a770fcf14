import type { Picture, ValueRange } from '../../src/core/render/picture';
import type { PlaneRequest, PlaneSource } from './pictures';

/** The ways to fold an axis into one value a pixel. */
export const PROJECTIONS = ['mean', 'max', 'min', 'std'] as const;
/** One of them. */
export type Projection = (typeof PROJECTIONS)[number];

/** Values of one reply along the axis: well under what the engine gives at once. */
const CHUNK_VALUES = 2 * 1024 * 1024;

/** Planes folded along one axis: each pixel stands for all indices there. The axis rides as channels. */
export class ProjectedSource implements PlaneSource {
  readonly #raw: PlaneSource;
  readonly #projection: Projection;
  readonly #made = new Map<string, Picture>();

  constructor(raw: PlaneSource, projection: Projection) {
    this.#raw = raw;
    this.#projection = projection;
  }

  async fetch(request: PlaneRequest, signal: AbortSignal): Promise<Picture> {
    const { plane, region, maxWidth, maxHeight, opening } = request;
    const key = JSON.stringify([plane, region, maxWidth, maxHeight]);
    const known = this.#made.get(key);
    if (known) return known;
    const count = plane.channels.length;
    const pixels = Math.min(region.width, maxWidth) * Math.min(region.height, maxHeight);
    const chunk = Math.max(1, Math.floor(CHUNK_VALUES / Math.max(1, pixels)));
    const fold = new Fold(this.#projection);
    for (let first = 0; first < count; first += chunk) {
      const channels = plane.channels.slice(first, first + chunk);
      const part = { ...plane, channels, channelCount: channels.length };
      const wanted = { plane: part, region, maxWidth, maxHeight, opening };
      fold.add(await this.#raw.fetch(wanted, signal));
    }
    const made = fold.picture();
    this.#made.clear();
    this.#made.set(key, made);
    return made;
  }
}

/** Takes planes one by one; a NaN or Inf anywhere along the axis stays to be seen. */
class Fold {
  readonly #projection: Projection;
  #first: Picture | null = null;
  #values = new Float64Array(0);
  /** Sums of squared distances from the running mean (Welford). */
  #spread = new Float64Array(0);
  #count = 0;
  #nanCount = 0;
  #infCount = 0;

  constructor(projection: Projection) {
    this.#projection = projection;
  }

  add(picture: Picture): void {
    const size = picture.width * picture.height;
    if (!this.#first) {
      this.#first = picture;
      this.#values = new Float64Array(size);
      this.#spread = new Float64Array(size);
    }
    this.#nanCount += picture.nanCount;
    this.#infCount += picture.infCount;
    for (let c = 0; c < picture.channelCount; c++)
      this.#addPlane(picture.data.subarray(c * size, (c + 1) * size));
  }

  #addPlane(plane: Float32Array): void {
    this.#count++;
    const [values, spread, count] = [this.#values, this.#spread, this.#count];
    const projection = this.#projection;
    for (let i = 0; i < plane.length; i++) {
      const value = plane[i]!;
      const last = values[i]!;
      if (count === 1) values[i] = value;
      else if (projection === 'max') values[i] = Math.max(last, value);
      else if (projection === 'min') values[i] = Math.min(last, value);
      else {
        const mean = last + (value - last) / count;
        spread[i] = spread[i]! + (value - last) * (value - mean);
        values[i] = mean;
      }
    }
  }

  picture(): Picture {
    const first = this.#first!;
    const std = this.#projection === 'std';
    const data = Float32Array.from(this.#values, (value, i) =>
      std && Number.isFinite(value) ? Math.sqrt(this.#spread[i]! / this.#count) : value,
    );
    return {
      ...first,
      channelCount: 1,
      data,
      ranges: [rangeOf(data)],
      nanCount: this.#nanCount,
      infCount: this.#infCount,
      exact: false,
    };
  }
}

function rangeOf(data: Float32Array): ValueRange | null {
  let [min, max] = [Infinity, -Infinity];
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : null;
}
