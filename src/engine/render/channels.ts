import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { drawMapped } from './heatmap';
import { readPlane } from './plane';
import type { RenderedView, RenderInput, RenderOptions } from './renderView';

const GAP_PIXELS = 1;

/** Every channel of a LATENT as a grid of heatmaps, each over its own range unless one is given. */
export async function renderChannels(
  { tensor }: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const rank = tensor.shape.length;
  if (rank < 3) {
    throw new TensorFileError(t`"${tensor.name}" has ${rank} axes: channels need at least three`, {
      tensor: tensor.name,
    });
  }
  const channelAxis = rank === 3 ? 0 : 1;
  const count = tensor.shape[channelAxis]!;
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const cellSize = Math.max(1, Math.floor(options.maxSize / columns) - GAP_PIXELS);
  const cells: RenderedView[] = [];
  for (let channel = 0; channel < count; channel++) {
    const index = tensor.shape.map((_, axis) =>
      axis === channelAxis ? channel : (options.index[axis] ?? 0),
    );
    const axes = { rows: rank - 2, columns: rank - 1, channels: null };
    const picture = await readPlane(tensor, axes, index, cellSize, signal);
    cells.push(drawMapped(picture, 0, options.range ?? picture.ranges[0] ?? null, options));
  }
  return grid(cells, columns, rows);
}

/** Pictures of one size side by side; what lies between them is transparent. */
function grid(cells: readonly RenderedView[], columns: number, rows: number): RenderedView {
  const [first] = cells as readonly [RenderedView, ...RenderedView[]];
  const width = columns * (first.width + GAP_PIXELS) - GAP_PIXELS;
  const height = rows * (first.height + GAP_PIXELS) - GAP_PIXELS;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (const [order, cell] of cells.entries()) {
    const left = (order % columns) * (first.width + GAP_PIXELS);
    const top = Math.floor(order / columns) * (first.height + GAP_PIXELS);
    for (let y = 0; y < cell.height; y++) {
      const row = cell.rgba.subarray(y * cell.width * 4, (y + 1) * cell.width * 4);
      rgba.set(row, ((top + y) * width + left) * 4);
    }
  }
  return { width, height, rgba };
}
