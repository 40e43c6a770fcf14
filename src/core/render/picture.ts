/** One axis of a view: which axis of the tensor, or none. */
export interface PictureAxes {
  readonly rows: number;
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

export type ReduceMode = 'mean' | 'min' | 'max' | 'nearest';

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
}

/** A 2-D view of a slice of a tensor as numbers, not as colours. Planar: channel by channel, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly channelCount: number;
  /** `channelCount * height * width` values. Blocks that hold NaN or an Inf are NaN or that Inf. */
  readonly data: Float32Array<ArrayBuffer>;
  readonly region: Region;
  /** True when every pixel is one element and float32 holds it exactly. */
  readonly exact: boolean;
  /** Over the finite values that were read, per channel; null where there is none. */
  readonly ranges: readonly (ValueRange | null)[];
  readonly nanCount: number;
  readonly infCount: number;
}

export interface ValueRange {
  readonly min: number;
  readonly max: number;
}
