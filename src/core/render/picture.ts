/**
 * Which axis of the tensor runs down, which across; no axis twice. A vector is one row: `rows` null,
 * `columns` 0. So is a scalar, which is one pixel.
 */
export interface PictureAxes {
  readonly rows: number | null;
  readonly columns: number;
  /** The axis shown as colour channels; null for one plane. */
  readonly channels: number | null;
}

/** A rectangle of the viewed plane, in elements. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What a pixel shows of its block of elements: their mean, their least or greatest, or the one nearest to
 * the block's middle. In every mode a NaN or Inf anywhere in the block shows.
 */
export const REDUCE_MODES = ['mean', 'min', 'max', 'nearest'] as const;
/** How one pixel stands for several elements. */
export type ReduceMode = (typeof REDUCE_MODES)[number];

/** Which plane of a tensor is wanted as a picture, and how large. */
export interface PictureRequest {
  readonly axes: PictureAxes;
  /** One index per axis of the tensor; ignored on the axes that `axes` names. */
  readonly index: readonly number[];
  /** Which channels to give, in order; empty for all (at most 4 unless asked). */
  readonly channels: readonly number[];
  readonly region: Region;
  /** How many pixels the viewer can show; the picture is never larger than this or the region. */
  readonly maxWidth: number;
  readonly maxHeight: number;
  readonly reduce: ReduceMode;
  /**
   * `coarse` answers soon whatever the size: where the region is more than 16 MiB, samples of it, and
   * maybe fewer pixels than asked for. Otherwise every element counts.
   */
  readonly quality?: 'coarse' | undefined;
}

/** Most values of one picture: a reply to a webview is at most 16 MiB. */
export const MAX_PICTURE_VALUES = 4 * 1024 * 1024;

/** A 2-D view of a slice of a tensor as numbers, not as colours. Planar: channel by channel, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channelCount: number;
  /**
   * `channelCount * height * width` values. A block that holds a NaN is NaN, else one that holds an Inf is
   * that Inf (+Inf where both). Finite values beyond float32 are its largest.
   */
  readonly data: Float32Array<ArrayBuffer>;
  readonly region: Region;
  /** True when every pixel is one element and float32 holds it exactly. */
  readonly exact: boolean;
  /** True when only some elements were read: a NaN or Inf among the others does not show, nor count. */
  readonly sampled?: boolean;
  /** Over the finite values that were read, per channel; null where there is none. */
  readonly ranges: readonly (ValueRange | null)[];
  readonly nanCount: number;
  readonly infCount: number;
}

/** The least and the greatest of some values. */
export interface ValueRange {
  readonly min: number;
  readonly max: number;
}
