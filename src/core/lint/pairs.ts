import { imageContract } from '../contracts/image';
import { maskContract, readMask } from '../contracts/mask';
import { type PartnerShape, partnerShape } from '../contracts/maskPartners';
import { sizeOf } from '../contracts/reading';
import type { LintFile, LintTensor } from './rule';
import { groupBy, tensorsOf } from './subject';

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
  return [...pairsByMask(file).values()];
}

/** The IMAGE of this file that a MASK is held against, if any. */
export function pairWith(file: LintFile, mask: LintTensor): MaskPair | undefined {
  return pairsByMask(file).get(mask.index);
}

/** Several rules ask for the same pairs, some once per tensor. */
const PAIRS = new WeakMap<LintFile, ReadonlyMap<number, MaskPair>>();

function pairsByMask(file: LintFile): ReadonlyMap<number, MaskPair> {
  const known = PAIRS.get(file);
  if (known) return known;
  const pairs = file.format === 'image' ? [] : findPairs(file);
  const byMask = new Map(pairs.map(pair => [pair.mask.index, pair]));
  PAIRS.set(file, byMask);
  return byMask;
}

function findPairs(file: LintFile): readonly MaskPair[] {
  const images = tensorsOf(file, imageContract.kind);
  const byStem = groupBy(images, image => stemOf(image.header.name));
  return tensorsOf(file, maskContract.kind).flatMap(mask => {
    const named = images.length === 1 ? images : byStem.get(stemOf(mask.header.name));
    const pair = named?.length === 1 ? pairOf(mask, named[0]!) : null;
    return pair ? [pair] : [];
  });
}

/** A name without its word for the kind: `image_2` and `mask_2` have the stem `_2`. */
function stemOf(name: string): string {
  return name.toLowerCase().replace(/images?|imgs?|masks?|alpha/, '');
}
