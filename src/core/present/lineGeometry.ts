import type { Picture, ValueRange } from '../render/picture';

/** Pixels around the plot, for its axes. */
export const PLOT_MARGIN = { left: 64, right: 16, top: 16, bottom: 28 } as const;
/** Pixels across the line, and the radius of a point of it. */
export const LINE_WIDTH = 1.5;
/** In CSS pixels. */
export const DOT_RADIUS = 2.5;
const TICKS = 6;
/** Pixels that one element needs for a dot of its own. */
const DOT_ROOM = 6;

/** All that one drawing of the line shows; sizes in CSS pixels. */
export interface LineFrame {
  /** Least and greatest of each pixel, one row each. */
  readonly low: Picture;
  readonly high: Picture;
  readonly range: ValueRange;
  readonly span: readonly [number, number];
  readonly width: number;
  readonly height: number;
}

/** In CSS pixels from the top left. */
export type Point = readonly [x: number, y: number];

/** Where a share of the axis lies across; as a length, its width. */
export function plotX(share: number, width: number, length = false): number {
  const plot = width - PLOT_MARGIN.left - PLOT_MARGIN.right;
  return (length ? 0 : PLOT_MARGIN.left) + share * plot;
}

/** Where a value lies down. */
function plotY(value: number, frame: Pick<LineFrame, 'range' | 'height'>): number {
  const { min, max } = frame.range;
  const plot = frame.height - PLOT_MARGIN.top - PLOT_MARGIN.bottom;
  const share = max > min ? (value - min) / (max - min) : 0.5;
  return PLOT_MARGIN.top + (1 - share) * plot;
}

/** From pixel to pixel: up the greatest, back along the least; a new stroke after each gap where nothing is finite. */
export function lineStrokes(frame: LineFrame): readonly (readonly Point[])[] {
  const { low, high } = frame;
  const strokes: Point[][] = [[]];
  for (let i = 0; i < low.width; i++) {
    const [least, greatest] = [low.data[i]!, high.data[i]!];
    if (!Number.isFinite(least) || !Number.isFinite(greatest)) {
      strokes.push([]);
      continue;
    }
    const x = plotX((i + 0.5) / low.width, frame.width);
    strokes.at(-1)!.push([x, plotY(greatest, frame)]);
    if (least !== greatest) strokes.at(-1)!.push([x, plotY(least, frame)]);
  }
  return strokes.filter(stroke => stroke.length > 0);
}

/** The elements as dots, where each has room. */
export function lineDots(frame: LineFrame): readonly Point[] {
  const { low, width } = frame;
  if (low.width > width / DOT_ROOM) return [];
  return [...low.data].flatMap((value, i) =>
    Number.isFinite(value)
      ? [[plotX((i + 0.5) / low.width, width), plotY(value, frame)] as const]
      : [],
  );
}

/** The values that have a grid line, and where it lies down: in the middle of a pixel. */
export function lineGrid(
  frame: Pick<LineFrame, 'range' | 'height'>,
): readonly { readonly value: number; readonly y: number }[] {
  return niceTicks(frame.range.min, frame.range.max, TICKS).map(value => ({
    value,
    y: Math.round(plotY(value, frame)) + 0.5,
  }));
}

/** The elements that are named under the plot, and where. */
export function lineTicks({
  span: [start, count],
  width,
}: Pick<LineFrame, 'span' | 'width'>): readonly { readonly at: number; readonly x: number }[] {
  return niceTicks(start, start + count - 1, Math.min(TICKS, count - 1), 1).map(at => ({
    at,
    x: plotX((at - start + 0.5) / count, width),
  }));
}

/**
 * About `count` round numbers (1, 2 or 5 times a power of ten apart) from `min` to `max`; the ends alone
 * where there is no span. `least` is the smallest step.
 */
export function niceTicks(min: number, max: number, count: number, least = 0): number[] {
  const span = max - min;
  if (!(span > 0) || !Number.isFinite(span) || count < 1) return [min];
  const power = 10 ** Math.floor(Math.log10(span / count));
  const factor = [1, 2, 5, 10].find(one => span / (one * power) <= count) ?? 10;
  const step = Math.max(least, factor * power);
  const first = Math.ceil(min / step);
  const ticks = Math.floor(max / step) - first + 1;
  // Rounded: 3 * 0.1 is no 0.30000000000000004 on an axis.
  return Array.from({ length: ticks }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}
