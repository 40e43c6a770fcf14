import {
  DOT_RADIUS,
  LINE_WIDTH,
  type LineFrame,
  lineDots,
  lineGrid,
  lineStrokes,
  lineTicks,
  PLOT_MARGIN,
  plotX,
} from '../../../src/core/present/lineGeometry';
import { formatNumber } from '../../format';

/** A frame and the element that the cursor is on. */
export interface LinePlot extends LineFrame {
  readonly cursor: number | null;
}

/** Draws axes and line in the theme's colours. */
export function drawLine(canvas: HTMLCanvasElement, frame: LinePlot): void {
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
  frame: LinePlot,
  grid: string,
  text: string,
): void {
  context.strokeStyle = grid;
  context.fillStyle = text;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const { value, y } of lineGrid(frame)) {
    context.globalAlpha = 0.4;
    context.beginPath();
    context.moveTo(PLOT_MARGIN.left, y);
    context.lineTo(frame.width - PLOT_MARGIN.right, y);
    context.stroke();
    context.globalAlpha = 1;
    context.fillText(formatNumber(value), PLOT_MARGIN.left - 8, y);
  }
  context.textAlign = 'center';
  for (const { at, x } of lineTicks(frame))
    context.fillText(String(at), x, frame.height - PLOT_MARGIN.bottom / 2);
}

function drawBand(context: CanvasRenderingContext2D, frame: LinePlot, color: string): void {
  context.strokeStyle = color;
  context.lineWidth = LINE_WIDTH;
  context.lineJoin = 'round';
  context.beginPath();
  for (const stroke of lineStrokes(frame))
    for (const [i, [x, y]] of stroke.entries())
      if (i === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
  context.stroke();
  context.fillStyle = color;
  for (const [x, y] of lineDots(frame)) {
    context.beginPath();
    context.arc(x, y, DOT_RADIUS, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawCursor(context: CanvasRenderingContext2D, frame: LinePlot, color: string): void {
  const [start, count] = frame.span;
  const x = plotX((frame.cursor! - start + 0.5) / count, frame.width);
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(x, PLOT_MARGIN.top);
  context.lineTo(x, frame.height - PLOT_MARGIN.bottom);
  context.stroke();
}
