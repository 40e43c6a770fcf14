import type { Picture, ValueRange } from '../../../src/core/render/picture';
import { formatNumber } from '../../format';

/** CSS pixels around the plot, for its axes. */
export const PLOT_MARGIN = { left: 64, right: 16, top: 16, bottom: 28 } as const;
const TICKS = 6;

/** All that one drawing of the line shows; sizes in CSS pixels. */
export interface LineFrame {
  /** Least and greatest of each pixel, one row each. */
  readonly low: Picture;
  readonly high: Picture;
  readonly range: ValueRange;
  readonly span: readonly [number, number];
  readonly width: number;
  readonly height: number;
  readonly cursor: number | null;
}

/** Where a share of the axis lies across; as a length, its width. */
export function plotX(share: number, width: number, length = false): number {
  const plot = width - PLOT_MARGIN.left - PLOT_MARGIN.right;
  return (length ? 0 : PLOT_MARGIN.left) + share * plot;
}

function plotY(value: number, frame: LineFrame): number {
  const { min, max } = frame.range;
  const plot = frame.height - PLOT_MARGIN.top - PLOT_MARGIN.bottom;
  const share = max > min ? (value - min) / (max - min) : 0.5;
  return PLOT_MARGIN.top + (1 - share) * plot;
}

/** Draws axes and line in the theme's colours. */
export function drawLine(canvas: HTMLCanvasElement, frame: LineFrame): void {
  const ratio = devicePixelRatio;
  canvas.width = Math.round(frame.width * ratio);
  canvas.height = Math.round(frame.height * ratio);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  const style = getComputedStyle(canvas);
  const color = (name: string) => style.getPropertyValue(name).trim() || style.color;
  context.font = `11px ${style.fontFamily}`;
  drawAxes(context, frame, color('--loupe-edge'), color('--vscode-foreground'));
  drawBand(context, frame, color('--vscode-charts-blue'));
  if (frame.cursor !== null) drawCursor(context, frame, color('--vscode-focusBorder'));
}

function drawAxes(
  context: CanvasRenderingContext2D,
  frame: LineFrame,
  grid: string,
  text: string,
): void {
  const { min, max } = frame.range;
  context.strokeStyle = grid;
  context.fillStyle = text;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const value of niceTicks(min, max, TICKS)) {
    const y = Math.round(plotY(value, frame)) + 0.5;
    context.globalAlpha = 0.4;
    context.beginPath();
    context.moveTo(PLOT_MARGIN.left, y);
    context.lineTo(frame.width - PLOT_MARGIN.right, y);
    context.stroke();
    context.globalAlpha = 1;
    context.fillText(formatNumber(value), PLOT_MARGIN.left - 8, y);
  }
  context.textAlign = 'center';
  const [start, count] = frame.span;
  for (const at of niceTicks(start, start + count - 1, Math.min(TICKS, count - 1), 1)) {
    const x = plotX((at - start + 0.5) / count, frame.width);
    context.fillText(String(at), x, frame.height - PLOT_MARGIN.bottom / 2);
  }
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

/** From pixel to pixel: up the greatest, back along the least; gaps where nothing is finite. */
function drawBand(context: CanvasRenderingContext2D, frame: LineFrame, color: string): void {
  const { low, high } = frame;
  const count = low.width;
  const x = (i: number) => plotX((i + 0.5) / count, frame.width);
  context.strokeStyle = color;
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  context.beginPath();
  let drawing = false;
  for (let i = 0; i < count; i++) {
    const [least, greatest] = [low.data[i]!, high.data[i]!];
    if (!Number.isFinite(least) || !Number.isFinite(greatest)) {
      drawing = false;
      continue;
    }
    if (drawing) context.lineTo(x(i), plotY(greatest, frame));
    else context.moveTo(x(i), plotY(greatest, frame));
    if (least !== greatest) context.lineTo(x(i), plotY(least, frame));
    drawing = true;
  }
  context.stroke();
  if (count > frame.width / 6) return;
  context.fillStyle = color;
  for (let i = 0; i < count; i++)
    if (Number.isFinite(low.data[i]!)) {
      context.beginPath();
      context.arc(x(i), plotY(low.data[i]!, frame), 2.5, 0, 2 * Math.PI);
      context.fill();
    }
}

function drawCursor(context: CanvasRenderingContext2D, frame: LineFrame, color: string): void {
  const [start, count] = frame.span;
  const x = plotX((frame.cursor! - start + 0.5) / count, frame.width);
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, PLOT_MARGIN.top);
  context.lineTo(x, frame.height - PLOT_MARGIN.bottom);
  context.stroke();
}
