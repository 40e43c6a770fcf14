import type { TensorHeader } from './contract';
import { readImage } from './image';
import { isNeutralName, wordsOf } from './names';
import { sizeOf } from './reading';

/** Batch, height and width of an IMAGE that masks are held against. */
export interface PartnerShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
}

/** Words of a mask that never calls itself one. */
const MASK_LIKE_WORDS: ReadonlySet<string> = new Set(
  'alpha matte matting segmentation silhouette cutout selection'.split(' '),
);

/** What an IMAGE's shape says of its size, channel first and missing batch included. */
export function partnerShape(shape: readonly number[]): PartnerShape | null {
  const reading = readImage(shape);
  const height = sizeOf(reading, 'H');
  const width = sizeOf(reading, 'W');
  if (reading.fault === 'empty' || height === undefined || width === undefined) return null;
  return { batch: sizeOf(reading, 'B') ?? 1, height, width };
}

/** The heights and widths of those IMAGEs whose shape can be read, as `48x64`. */
export function partnerSizes(shapes: readonly (readonly number[])[]): ReadonlySet<string> {
  const sizes = shapes.map(partnerShape).filter(shape => shape !== null);
  return new Set(sizes.map(({ height, width }) => `${height}x${width}`));
}

/**
 * Whether an IMAGE beside it makes a tensor a MASK: by a name like a matte's, or by a channel axis of
 * one where the name says nothing. Depth maps and the like have the same shape and names of their own.
 */
export function mayBeMaskOfPartner(tensor: TensorHeader, partners: ReadonlySet<string>): boolean {
  const size = oneChannelSize(tensor.shape);
  if (!size || !partners.has(size.join('x'))) return false;
  const name = tensor.name.split(/[./\\]/).at(-1) ?? '';
  const named = wordsOf(name).some(word => MASK_LIKE_WORDS.has(word));
  const neutral = tensor.shape.length === 4 && isNeutralName(name);
  return named || neutral;
}

/** Height and width of `[B,H,W]`, `[B,1,H,W]` or `[B,H,W,1]`. */
function oneChannelSize(shape: readonly number[]): readonly number[] | null {
  if (shape.length === 3) return shape.slice(1);
  if (shape.length !== 4) return null;
  if (shape[1] === 1) return shape.slice(2);
  return shape[3] === 1 ? shape.slice(1, 3) : null;
}
