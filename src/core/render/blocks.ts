/**
 * How a run of elements is cut into blocks, one per pixel: whole elements, none twice, none left out, block
 * sizes differing by at most one.
 */
export interface Blocks {
  /** Elements of the run. */
  readonly size: number;
  /** Pixels. */
  readonly count: number;
  /** `ends[i]` is the element after block i. */
  readonly ends: Float64Array;
}

/** Cuts `size` elements into at most `maxCount` blocks. */
export function cutBlocks(size: number, maxCount: number): Blocks {
  const count = Math.min(size, maxCount);
  const ends = Float64Array.from({ length: count }, (_, i) => Math.floor(((i + 1) * size) / count));
  return { size, count, ends };
}

/** The block that an element lies in. */
export function blockAt({ ends, size, count }: Blocks, element: number): number {
  let block = Math.min(count - 1, Math.floor((element * count) / size));
  while (block > 0 && element < ends[block - 1]!) block--;
  while (element >= ends[block]!) block++;
  return block;
}

/** The element nearest to the middle of a block. */
export function middleOf({ ends }: Blocks, block: number): number {
  const start = block === 0 ? 0 : ends[block - 1]!;
  return start + Math.floor((ends[block]! - start) / 2);
}
