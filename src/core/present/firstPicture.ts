import type { Finding } from '../findings';
import type { PictureRequest } from '../render/picture';
import { imageUnder } from './overlays';
import { type Presentation, present } from './present';
import type { Subject } from './views';

/** The first picture of a plane is at most this, so that it comes at once over any link. */
export const COARSE_BYTES = 1024 * 1024;

/** The most bytes that the answer to a request has, in float32. */
export function requestBytes({ maxWidth, maxHeight, channels }: PictureRequest): number {
  return maxWidth * maxHeight * Math.max(1, channels.length) * 4;
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

/** Pixels a side that one channel of a grid takes at most, and bytes of all of them. */
const GRID_PIXELS = 256;
const GRID_BYTES = 4 * 1024 * 1024;

/** Picture pixels an element, at most 1, of a plane whose channels are shown side by side. */
export function gridLevel(width: number, height: number, channelCount: number): number {
  const side = Math.min(GRID_PIXELS, Math.sqrt(GRID_BYTES / 4 / channelCount));
  return Math.min(1, side / Math.max(width, height, 1));
}

/** What is known of a tensor before any of it is shown. */
type Listed = Pick<Subject, 'shape' | 'classification'> & { readonly name: string };

/**
 * The tensor that an untouched editor shows: the one of the worst error or warning, else the first with elements
 * that a contract names, else with any.
 */
export function firstToShow(tensors: readonly Listed[], findings: readonly Finding[]): number {
  for (const severity of ['error', 'warning'] as const) {
    const names = new Set(findings.filter(f => f.severity === severity).map(f => f.tensor));
    const broken = tensors.findIndex(({ name, shape }) => names.has(name) && !shape.includes(0));
    if (broken >= 0) return broken;
  }
  const filled = tensors.findIndex(({ shape }) => !shape.includes(0));
  const named = tensors.findIndex(
    ({ shape, classification }) => !shape.includes(0) && classification.kind !== null,
  );
  return Math.max(0, named >= 0 ? named : filled);
}

/** The first element that a tensor's findings point at; null where none does. */
export function firstElement(name: string, findings: readonly Finding[]): readonly number[] | null {
  return findings.find(f => f.tensor === name && f.element)?.element ?? null;
}

/**
 * The picture that an editor without any saved state asks for first, so that it can be read while the
 * editor's page still loads: of `firstToShow`, in the view that opens for it. Null where that view
 * starts with more than one picture, or with one too large to be sent unasked.
 */
export function firstPicture(
  tensors: readonly (Subject & Listed)[],
  findings: readonly Finding[],
): PictureRequest | null {
  const first = firstToShow(tensors, findings);
  const tensor = tensors[first];
  if (!tensor?.numeric || !tensor.decodable || tensor.shape.includes(0)) return null;
  const opening = openingOf(tensors, first);
  if (!opening) return null;
  const { axes, channels, arrangement } = opening;
  const width = tensor.shape[axes.columns]!;
  const height = axes.rows === null ? 1 : tensor.shape[axes.rows]!;
  const planes = Math.max(1, channels.length);
  const level =
    arrangement === 'grid'
      ? gridLevel(width, height, planes)
      : coarseLevel(width, height, planes, 1);
  const [maxWidth, maxHeight] = [Math.ceil(width * level), Math.ceil(height * level)];
  const own: readonly (number | null)[] = [axes.rows, axes.columns, axes.channels];
  const element = firstElement(tensor.name, findings);
  const request: PictureRequest = {
    axes,
    index: tensor.shape.map((_, axis) => (own.includes(axis) ? 0 : (element?.[axis] ?? 0))),
    channels,
    region: { x: 0, y: 0, width, height },
    maxWidth,
    maxHeight,
    reduce: 'mean',
    quality: 'coarse',
  };
  // A grid of many channels is larger than what is sent unasked.
  return requestBytes(request) > COARSE_BYTES ? null : request;
}

/** What a tensor opens with, where that is one picture. */
function openingOf(tensors: readonly Subject[], index: number): Presentation | null {
  const shown = present(tensors[index]!);
  if (!shown || shown.arrangement === 'line') return null;
  // A mask is laid over an image of its file: two pictures, asked for together.
  return shown.view === 'mask' && imageUnder(tensors, index) ? null : shown;
}
