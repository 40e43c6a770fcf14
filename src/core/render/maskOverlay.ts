import type { Picture } from './picture';

/** A colour, each channel 0 to 255. */
export type Rgb = readonly [number, number, number];

/** How a mask is drawn over a picture: its area, its border, or both. */
export const MASK_STYLES = ['fill', 'outline', 'both'] as const;
/** One of `MASK_STYLES`. */
export type MaskStyle = (typeof MASK_STYLES)[number];

/** How a MASK lies over a picture. */
export interface MaskOverlay {
  /** One channel; stretched over the picture when its size differs. */
  readonly picture: Picture;
  readonly color: Rgb;
  /** 0..1: how much of the colour a value of 1 lays on. */
  readonly opacity: number;
  readonly inverted: boolean;
  /** Values above it count as 1, others as 0; null lays values on as they are. */
  readonly threshold: number | null;
  readonly style: MaskStyle;
}

/** A value of at least this is inside, where an outline needs a decision and no threshold is set. */
export const INSIDE = 0.5;

/** A mask's value after inversion and threshold, 0..1. NaN counts as 0. */
export function maskValue(value: number, overlay: MaskOverlay): number {
  const clamped = value > 0 ? Math.min(value, 1) : 0;
  const turned = overlay.inverted ? 1 - clamped : clamped;
  if (overlay.threshold === null) return turned;
  return turned > overlay.threshold ? 1 : 0;
}

/** How much of the overlay's colour covers each pixel of a `width` x `height` picture, 0..1. */
export function overlayCover(
  overlay: MaskOverlay,
  width: number,
  height: number,
): (x: number, y: number) => number {
  const { picture, style } = overlay;
  const column = (x: number) => Math.floor(((x + 0.5) * picture.width) / width);
  const row = (y: number) => Math.floor(((y + 0.5) * picture.height) / height);
  const at = (column: number, row: number) =>
    maskValue(picture.data[row * picture.width + column] ?? 0, overlay);
  const edge = (c: number, r: number) =>
    at(c, r) >= INSIDE &&
    (outside(at, c - 1, r, picture) ||
      outside(at, c + 1, r, picture) ||
      outside(at, c, r - 1, picture) ||
      outside(at, c, r + 1, picture));
  return (x, y) => {
    const c = column(x);
    const r = row(y);
    if (style !== 'fill' && edge(c, r)) return 1;
    return style === 'outline' ? 0 : at(c, r) * overlay.opacity;
  };
}

function outside(
  at: (column: number, row: number) => number,
  column: number,
  row: number,
  picture: Picture,
): boolean {
  if (column < 0 || row < 0 || column >= picture.width || row >= picture.height) return false;
  return at(column, row) < INSIDE;
}

/** The share of the mask that is selected, 0..1: the mean of its values after inversion and threshold. */
export function maskCoverage(overlay: MaskOverlay): number {
  const { data, width, height } = overlay.picture;
  const count = width * height;
  if (count === 0) return 0;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += maskValue(data[i]!, overlay);
  return sum / count;
}

/** Selected so far, a mask that selects its border as well looks inverted; all of it is a mask of everything. */
const MOST = 0.5;
const NEARLY_ALL = 0.995;
/** The share of the border's pixels that are selected, from which it counts as selected. */
const BORDER_SHARE = 0.9;

/** Whether a mask selects most of the picture and its border, and leaves something out: often it is inverted. */
export function looksInverted(picture: Picture): boolean {
  const { data, width, height } = picture;
  if (width < 3 || height < 3 || picture.sampled) return false;
  const style = {
    color: [0, 0, 0],
    opacity: 1,
    inverted: false,
    threshold: null,
    style: 'fill',
  } as const;
  const share = maskCoverage({ ...style, picture });
  if (share < MOST || share > NEARLY_ALL) return false;
  let selected = 0;
  let border = 0;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x += y === 0 || y === height - 1 ? 1 : width - 1) {
      border++;
      if (data[y * width + x]! >= INSIDE) selected++;
    }
  return selected >= BORDER_SHARE * border;
}
