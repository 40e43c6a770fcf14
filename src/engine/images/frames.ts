/** One decoded frame, turned upright: 8-bit RGB interleaved, and alpha where the LoadImage rule sees one. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  /** `height * width * 3` bytes. */
  readonly rgb: Uint8Array;
  /** `height * width` bytes; null when the rule gives the 64 x 64 placeholder instead of a mask. */
  readonly alpha: Uint8Array | null;
}

/** What a decoder makes of a file; frames may still differ in size. */
export interface Decoded {
  readonly frames: readonly Frame[];
  /** Frames of the file that were not decoded (only the first of a stereo pair, say). */
  readonly details: ReadonlyMap<string, string>;
}

/** Pixels as a decoder gives them: interleaved, 1 to 4 channels, the last of 2 or 4 being alpha. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

/** Splits a raster into RGB and, where `alpha` asks for it, alpha; the raster's samples are used up by it. */
export function frameOf(raster: Raster, alpha: 'keep' | 'drop'): Frame {
  const { width, height, channels, data } = raster;
  const kept = alpha === 'keep' && channels % 2 === 0 ? channel(raster, channels - 1) : null;
  const rgb = channels === 3 ? data : toRgb(raster);
  return { width, height, rgb, alpha: kept };
}

function channel({ data, channels }: Raster, index: number): Uint8Array {
  return everyNth(data.subarray(index), channels);
}

type Samples = Uint8Array | Int8Array | Uint16Array | Int32Array | Uint32Array | Float32Array;

/** The first of each `step` samples. `filter` of typed arrays grows a list that ends the process at 2^27. */
export function everyNth<T extends Samples>(samples: T, step: number): T {
  const count = Math.ceil(samples.length / step);
  // The slice of a Buffer shares its memory.
  const out = samples instanceof Uint8Array ? new Uint8Array(count) : samples.slice(0, count);
  for (let i = 0, from = 0; i < out.length; i++, from += step) out[i] = samples[from]!;
  return out as T;
}

/** In place where there is room: a second copy of a large picture is what memory ends with. */
function toRgb({ data, channels, width, height }: Raster): Uint8Array {
  const length = width * height * 3;
  const out = channels > 3 ? data.subarray(0, length) : new Uint8Array(length);
  // Gray is one channel for all three colours; of RGBA the first three.
  const green = channels >= 3 ? 1 : 0;
  const blue = channels >= 3 ? 2 : 0;
  for (let to = 0, from = 0; to < out.length; to += 3, from += channels) {
    out[to] = data[from]!;
    out[to + 1] = data[from + green]!;
    out[to + 2] = data[from + blue]!;
  }
  return out;
}

/** Gray samples, one a pixel, as a frame without alpha. */
export function grayFrame(width: number, height: number, gray: Uint8Array): Frame {
  return frameOf({ width, height, channels: 1, data: gray }, 'drop');
}
