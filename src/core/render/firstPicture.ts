import { type LayoutSubject, layoutOf } from '../contracts/layout';
import type { Finding } from '../lint/finding';
import type { PictureAxes, PictureRequest } from './picture';

/** The first picture of a plane is at most this, so that it comes at once over any link. */
export const COARSE_BYTES = 1024 * 1024;

/** What an untouched editor's first picture is told from. */
export interface FirstPictureSubject extends LayoutSubject {
  readonly decodable: boolean;
  readonly numeric: boolean;
}

/** Picture pixels an element, at most `level`, so that a whole plane of float32 keeps to `COARSE_BYTES`. */
export function coarseLevel(
  width: number,
  height: number,
  channelCount: number,
  level: number,
): number {
  const bytesAt = (at: number) => Math.ceil(width * at) * Math.ceil(height * at) * channelCount * 4;
  let fitting = Math.sqrt(COARSE_BYTES / (width * height * channelCount * 4));
  // Whole pixels add up to a row and a column, and a strip keeps its one row.
  while (bytesAt(fitting) > COARSE_BYTES)
    fitting *= Math.min(0.998, COARSE_BYTES / bytesAt(fitting));
  return Math.min(level, fitting);
}

/** The tensor that an untouched editor shows: the first with elements that a contract names, else with any. */
export function firstToShow(
  tensors: readonly Pick<FirstPictureSubject, 'shape' | 'classification'>[],
): number {
  const filled = tensors.findIndex(({ shape }) => !shape.includes(0));
  const named = tensors.findIndex(
    ({ shape, classification }) => !shape.includes(0) && classification.kind !== null,
  );
  return Math.max(0, named >= 0 ? named : filled);
}

/**
 * The picture that an editor without any saved state asks for first, so that it can be read while the
 * editor's page still loads: of `firstToShow`, in the view that opens for it. Null where that view
 * starts with something else than one plane.
 */
export function firstPicture(
  tensors: readonly FirstPictureSubject[],
  findings: readonly Finding[],
): PictureRequest | null {
  const tensor = tensors[firstToShow(tensors)];
  if (!tensor?.numeric || !tensor.decodable || tensor.shape.includes(0)) return null;
  const seen = planeOf(tensor, tensors, findings);
  if (!seen) return null;
  const { axes, channels } = seen;
  const width = tensor.shape[axes.columns]!;
  const height = axes.rows === null ? 1 : tensor.shape[axes.rows]!;
  const level = coarseLevel(width, height, Math.max(1, channels.length), 1);
  return {
    axes,
    index: tensor.shape.map(() => 0),
    channels,
    region: { x: 0, y: 0, width, height },
    maxWidth: Math.ceil(width * level),
    maxHeight: Math.ceil(height * level),
    reduce: 'mean',
    quality: 'coarse',
  };
}

function planeOf(
  tensor: FirstPictureSubject,
  all: readonly FirstPictureSubject[],
  findings: readonly Finding[],
): { readonly axes: PictureAxes; readonly channels: readonly number[] } | null {
  const { rows, columns, channels } = layoutOf(tensor, findings);
  const { kind } = tensor.classification;
  if (columns === null || rows === null || kind === 'LATENT') return null;
  // A mask is laid over an image of its file: two pictures, asked for together.
  if (kind === 'MASK' && all.some(({ classification }) => classification.kind === 'IMAGE'))
    return null;
  if (kind !== 'IMAGE' || channels === null)
    return { axes: { rows, columns, channels: null }, channels: [] };
  const count = tensor.shape[channels]!;
  const shown = count < 3 ? [0] : count === 4 ? [0, 1, 2, 3] : [0, 1, 2];
  return { axes: { rows, columns, channels }, channels: shown };
}
