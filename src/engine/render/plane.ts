import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { Picture, PictureAxes } from '../../core/render/picture';
import { readPicture } from '../../core/render/readPicture';
import type { Tensor } from '../../core/tensor/tensor';

/** Colours and tones of a picture that nobody has touched. */
export const PLAIN_TONE = { scale: 'linear', exposure: 0, gamma: 1 } as const;

/** Reads the whole plane at `index`, at most `maxSize` pixels on its longer side, in proportion. */
export function readPlane(
  tensor: Tensor,
  axes: PictureAxes,
  index: readonly (number | null)[],
  maxSize: number,
  signal?: AbortSignal,
): Promise<Picture> {
  const height = axes.rows === null ? 1 : tensor.shape[axes.rows]!;
  const width = tensor.shape[axes.columns] ?? 1;
  const scale = Math.min(1, maxSize / Math.max(width, height));
  return readPicture(
    tensor,
    {
      axes,
      index: tensor.shape.map((size, axis) => checkIndex(tensor, axis, size, index[axis] ?? 0)),
      channels: [],
      region: { x: 0, y: 0, width, height },
      maxWidth: Math.max(1, Math.round(width * scale)),
      maxHeight: Math.max(1, Math.round(height * scale)),
      reduce: 'mean',
    },
    signal,
  );
}

function checkIndex(tensor: Tensor, axis: number, size: number, index: number): number {
  const from = index < 0 ? index + size : index;
  if (from >= 0 && from < size) return from;
  throw new TensorFileError(
    t`Index ${index} is outside axis ${axis} of "${tensor.name}", which has size ${size}`,
    { tensor: tensor.name },
  );
}
