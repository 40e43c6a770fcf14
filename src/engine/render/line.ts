import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import {
  DOT_RADIUS,
  LINE_WIDTH,
  type LineFrame,
  lineDots,
  lineGrid,
  lineStrokes,
  PLOT_MARGIN,
} from '../../core/present/lineGeometry';
import { present } from '../../core/present/present';
import { unionRange } from '../../core/render/normalise';
import type { ReduceMode } from '../../core/render/picture';
import { readPicture } from '../../core/render/readPicture';
import { Coverage } from './coverage';
import { checkedIndex } from './plane';
import type { RenderedView, RenderInput, RenderOptions } from './renderInput';

/** As VS Code's light theme has them; the grid is drawn at 0.4 of its colour. */
const LINE_COLOR = [0x1a, 0x85, 0xff] as const;
const GRID_COLOR = [0x80, 0x80, 0x80] as const;
const GRID_ALPHA = 0.4;

/** The values along one axis as a line, without the numbers at its axes; half as high as wide. */
export async function renderLine(
  { tensor, subject }: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const own = present(subject, 'line')?.axes.columns ?? 0;
  const axis = lineAxis(options.index) ?? own;
  const size = tensor.shape[axis] ?? 1;
  const read = (reduce: ReduceMode) =>
    readPicture(
      tensor,
      {
        axes: { rows: null, columns: axis, channels: null },
        index: checkedIndex(tensor, options.index),
        channels: [],
        region: { x: 0, y: 0, width: size, height: 1 },
        maxWidth: options.maxSize,
        maxHeight: 1,
        reduce,
      },
      signal,
    );
  const [low, high] = [await read('min'), await read('max')];
  const range = options.range ?? unionRange([...low.ranges, ...high.ranges]) ?? { min: 0, max: 1 };
  const [width, height] = [options.maxSize, Math.max(1, Math.round(options.maxSize / 2))];
  if (
    width <= PLOT_MARGIN.left + PLOT_MARGIN.right ||
    height <= PLOT_MARGIN.top + PLOT_MARGIN.bottom
  )
    throw new TensorFileError(
      t`A line of ${width} x ${height} pixels has no room: ask for a larger --max-size`,
    );
  const note = t`the line runs from ${range.min} to ${range.max}`;
  return { ...drawLine({ low, high, range, span: [0, size], width, height }), note };
}

/** The one axis that `--index` leaves open. */
function lineAxis(index: readonly (number | null)[]): number | undefined {
  const open = index.flatMap((entry, axis) => (entry === null ? [axis] : []));
  return open.length === 1 ? open[0] : undefined;
}

/** The line of a frame as pixels on a transparent ground. */
function drawLine(frame: LineFrame): RenderedView {
  const { width, height } = frame;
  const grid = new Coverage(width, height);
  const right = width - PLOT_MARGIN.right;
  for (const { y } of lineGrid(frame)) grid.bar(PLOT_MARGIN.left, right, Math.floor(y));
  const line = new Coverage(width, height);
  for (const stroke of lineStrokes(frame))
    for (const [i, to] of stroke.entries())
      if (i > 0) line.stroke(stroke[i - 1]!, to, LINE_WIDTH / 2);
  for (const dot of lineDots(frame)) line.stroke(dot, dot, DOT_RADIUS);
  const rgba = new Uint8ClampedArray(width * height * 4);
  grid.layOn(rgba, GRID_COLOR, GRID_ALPHA);
  line.layOn(rgba, LINE_COLOR, 1);
  return { width, height, rgba };
}
