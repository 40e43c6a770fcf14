import type { Tensor } from '../tensor/tensor';
import { type Blocks, cutBlocks, middleOf } from './blocks';
import type { CheckedRequest } from './pictureRequest';
import {
  type ChannelGroup,
  channelGroups,
  type TilePlan,
  tilePlan,
  type ViewLayout,
  viewLayoutOf,
} from './pictureTiles';

/** Bytes read for a coarse picture; a region of at most this is read whole. */
const COARSE_BYTES = 16 * 1024 * 1024;
/** Fewer lines than this look like no picture: then only parts of each line are read. */
const MIN_LINES = 32;
/** Parts read of each of `MIN_LINES` lines, and the bytes of a part: what a disk gives at once anyway. */
const PARTS_PER_LINE = 32;
const PART_BYTES = 4096;

/** Which lines, and which parts of them, stand for a region that is too large to be read at once. */
interface CoarsePlan {
  readonly plans: readonly TilePlan[];
  /** Blocks over the elements that are read, not over those of the region. */
  readonly rows: Blocks;
  readonly columns: Blocks;
}

/** Samples of a region, each pixel by elements from the middle of its block; null where all of it is little. */
export function planCoarse(tensor: Tensor, checked: CheckedRequest): CoarsePlan | null {
  const layout = viewLayoutOf(tensor, checked);
  const groups = channelGroups(tensor, checked, layout);
  const { maxWidth, maxHeight } = checked.request;
  const isRows = layout.lines === 'rows';
  const [maxLines, maxAlong] = isRows ? [maxHeight, maxWidth] : [maxWidth, maxHeight];
  const lineBytes = groups.reduce((sum, group) => sum + spanBytes(layout, group), 0);
  const lineCount = layout.lineRange.count;
  if (lineBytes * lineCount <= COARSE_BYTES) return null;
  const fitting = Math.floor(COARSE_BYTES / lineBytes);
  const lines = cutBlocks(lineCount, Math.min(maxLines, Math.max(fitting, MIN_LINES)));
  const size = layout.elementRange.count;
  const parts = lines.count <= fitting ? null : partsOf(size, maxAlong, layout, groups);
  const along = parts
    ? cutBlocks(parts.count * parts.size, parts.count)
    : cutBlocks(size, maxAlong);
  const across = cutBlocks(lines.count, lines.count);
  const [rows, columns] = isRows ? [across, along] : [along, across];
  const plans = groups.flatMap(group =>
    parts === null
      ? wholeLines(layout, group, lines)
      : partsOfLines(layout, group, { lines, parts, blocks: cutBlocks(size, parts.count) }),
  );
  return { plans, rows, columns };
}

/** Bytes from one element of a line to the next, all channels of the group between them; at most a part's. */
function elementBytes({ tensor, elementAxis }: ViewLayout, group: ChannelGroup): number {
  const stride = elementAxis === null ? 1 : tensor.strides[elementAxis]!;
  const apart = Math.max(stride, group.range.count) * (tensor.dtype.bits / 8);
  return Math.min(apart, Math.max(PART_BYTES, group.range.count * (tensor.dtype.bits / 8)));
}

function spanBytes(layout: ViewLayout, group: ChannelGroup): number {
  return layout.elementRange.count * elementBytes(layout, group);
}

/** How many parts of a line are read, and the elements of each. */
interface Parts {
  readonly count: number;
  readonly size: number;
}

function partsOf(
  size: number,
  maxAlong: number,
  layout: ViewLayout,
  groups: readonly ChannelGroup[],
): Parts {
  const count = Math.min(size, maxAlong, PARTS_PER_LINE);
  const widest = Math.max(...groups.map(group => elementBytes(layout, group)));
  const fitting = Math.max(1, Math.floor(PART_BYTES / widest));
  return { count, size: Math.min(fitting, Math.floor(size / count)) };
}

function wholeLines(layout: ViewLayout, group: ChannelGroup, lines: Blocks): TilePlan[] {
  const { start, count } = layout.elementRange;
  return Array.from({ length: lines.count }, (_, line) => {
    const from = layout.lineRange.start + middleOf(lines, line);
    const plan = tilePlan(layout, group, [
      { start: from, count: 1, step: 1 },
      { start, count, step: 1 },
    ]);
    return { ...plan, firstLine: line, firstElement: 0 };
  });
}

function partsOfLines(
  layout: ViewLayout,
  group: ChannelGroup,
  { lines, parts, blocks }: { lines: Blocks; parts: Parts; blocks: Blocks },
): TilePlan[] {
  return Array.from({ length: lines.count * parts.count }, (_, i) => {
    const [line, part] = [Math.floor(i / parts.count), i % parts.count];
    const from = layout.lineRange.start + middleOf(lines, line);
    const middle = middleOf(blocks, part) - Math.floor(parts.size / 2);
    const plan = tilePlan(layout, group, [
      { start: from, count: 1, step: 1 },
      { start: layout.elementRange.start + Math.max(0, middle), count: parts.size, step: 1 },
    ]);
    return { ...plan, firstLine: line, firstElement: part * parts.size };
  });
}
