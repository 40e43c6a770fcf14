import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { GRID_GAP, gridSize, present } from '../../core/present/present';
import { toneDefaults } from '../../core/present/tone';
import type { PictureAxes } from '../../core/render/picture';
import { draw, readPlane } from './plane';
import type { RenderedView, RenderInput, RenderOptions } from './renderInput';

/** Every channel of a LATENT side by side, each over its own range unless one is given. */
export async function renderChannels(
  input: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const { tensor, subject } = input;
  const axes = channelAxes(input);
  const { columns, rows } = gridSize(tensor.shape[axes.channels!]!);
  const maxSize = Math.max(1, Math.floor(options.maxSize / columns) - GRID_GAP);
  const cells: RenderedView[] = [];
  for (let channel = 0; channel < tensor.shape[axes.channels!]!; channel++) {
    const plane = { axes, index: options.index, channels: [channel] };
    const picture = await readPlane(tensor, plane, { ...options, maxSize }, signal);
    cells.push(draw(picture, [0], input, options, toneDefaults('latent', subject)));
  }
  return sheet(cells, columns, rows);
}

/** The axes of a LATENT as it is read; those of `[B,C,H,W]` or `[C,H,W]` for any other tensor. */
function channelAxes({ tensor, subject }: RenderInput): PictureAxes {
  const own = present(subject, 'latent')?.axes;
  if (own) return own;
  const rank = tensor.shape.length;
  if (rank >= 3) return { rows: rank - 2, columns: rank - 1, channels: rank === 3 ? 0 : 1 };
  throw new TensorFileError(t`"${tensor.name}" has ${rank} axes: channels need at least three`, {
    tensor: tensor.name,
  });
}

/** Pictures of one size side by side; what lies between them is transparent. */
function sheet(cells: readonly RenderedView[], columns: number, rows: number): RenderedView {
  const [first] = cells as readonly [RenderedView, ...RenderedView[]];
  const width = columns * (first.width + GRID_GAP) - GRID_GAP;
  const height = rows * (first.height + GRID_GAP) - GRID_GAP;
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (const [order, cell] of cells.entries()) {
    const left = (order % columns) * (first.width + GRID_GAP);
    const top = Math.floor(order / columns) * (first.height + GRID_GAP);
    for (let y = 0; y < cell.height; y++) {
      const row = cell.rgba.subarray(y * cell.width * 4, (y + 1) * cell.width * 4);
      rgba.set(row, ((top + y) * width + left) * 4);
    }
  }
  return { width, height, rgba };
}
