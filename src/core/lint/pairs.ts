import { readMask } from '../contracts/mask';
import { type PartnerShape, partnerShape } from '../contracts/partners';
import { sizeOf } from '../contracts/reading';
import type { LintFile, LintTensor } from './rule';
import { tensorsOf } from './subject';

/** A MASK and the IMAGE that it belongs to. */
export interface MaskPair {
  readonly mask: LintTensor;
  readonly image: LintTensor;
  readonly imageSize: PartnerShape;
  readonly maskSize: PartnerShape;
}

/** The size that a MASK's shape says, stray channel and missing batch included; null where unreadable. */
export function maskShape(shape: readonly number[]): PartnerShape | null {
  const reading = readMask(shape);
  const height = sizeOf(reading, 'H');
  const width = sizeOf(reading, 'W');
  if (reading.fault === 'empty' || height === undefined || width === undefined) return null;
  return { batch: sizeOf(reading, 'B') ?? 1, height, width };
}

/** A MASK held against an IMAGE; null where either shape cannot be read. */
export function pairOf(mask: LintTensor, image: LintTensor): MaskPair | null {
  const maskSize = maskShape(mask.header.shape);
  const imageSize = partnerShape(image.header.shape);
  return maskSize && imageSize ? { mask, image, maskSize, imageSize } : null;
}

/**
 * The pairs within one file: by equal names but for the word (`image_2`, `mask_2`), else the file's one
 * IMAGE. Among several IMAGEs without such a name no pair is made. Pictures decoded by LoadImage's own
 * rule are sound by design and make none.
 */
export function pairsIn(file: LintFile): readonly MaskPair[] {
  if (file.format === 'image') return [];
  const images = tensorsOf(file, 'IMAGE');
  return tensorsOf(file, 'MASK').flatMap(mask => {
    const image = partnerOf(mask, images);
    const pair = image ? pairOf(mask, image) : null;
    return pair ? [pair] : [];
  });
}

/** The IMAGE of this file that a MASK is held against, if any. */
export function pairWith(file: LintFile, mask: LintTensor): MaskPair | undefined {
  return pairsIn(file).find(pair => pair.mask.index === mask.index);
}

function partnerOf(mask: LintTensor, images: readonly LintTensor[]): LintTensor | undefined {
  if (images.length === 1) return images[0];
  const stem = stemOf(mask.header.name);
  const named = images.filter(image => stemOf(image.header.name) === stem);
  return named.length === 1 ? named[0] : undefined;
}

/** A name without its word for the kind: `image_2` and `mask_2` have the stem `_2`. */
function stemOf(name: string): string {
  return name.toLowerCase().replace(/images?|imgs?|masks?|alpha/, '');
}
