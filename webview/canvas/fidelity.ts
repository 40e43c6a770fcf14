import type { Picture } from '../../src/core/render/picture';

/** How far what is on screen is from the values themselves, worst first. */
export type Fidelity = 'approximate' | 'reduced' | 'rounded' | 'exact';

/**
 * `approximate` was made from samples, a pixel that is `reduced` stands for several values, all of which count,
 * and `rounded` means that float32 does not hold the values.
 */
export function fidelityOf(picture: Picture): Fidelity {
  const { width, height, region } = picture;
  if (picture.sampled) return 'approximate';
  if (width < region.width || height < region.height) return 'reduced';
  return picture.exact ? 'exact' : 'rounded';
}
