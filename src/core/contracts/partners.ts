import type { TensorHeader } from './contract';
import { readImage } from './image';
import { wordsOf } from './names';
import { sizeOf } from './reading';

/** Batch, height and width of an IMAGE that masks are held against. */
export interface PartnerShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
}

/** Words of a mask that never calls itself one, and names that say nothing. */
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

/** The sizes of those IMAGEs whose shape can be read. */
export function partnerShapes(shapes: readonly (readonly number[])[]): PartnerShape[] {
  return shapes.map(partnerShape).filter(shape => shape !== null);
}

/**
 * Whether a tensor named like a matte is, by an IMAGE beside it, its MASK. Depth maps and the like have
 * the same shape, so that the name must speak too.
 */
export function mayBeMaskOfPartner(
  tensor: TensorHeader,
  partners: readonly PartnerShape[],
): boolean {
  const { shape } = tensor;
  const oneChannel = shape.length === 4 && (shape[1] === 1 || shape[3] === 1);
  if (!oneChannel && shape.length !== 3) return false;
  const sizes = oneChannel ? (shape[1] === 1 ? shape.slice(2) : shape.slice(1, 3)) : shape.slice(1);
  const words = wordsOf(tensor.name.split(/[./\\]/).at(-1) ?? '');
  return (
    words.some(word => MASK_LIKE_WORDS.has(word)) &&
    partners.some(image => image.height === sizes[0] && image.width === sizes[1])
  );
}
