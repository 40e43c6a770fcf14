import type { AxisRange } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import type { CheckedRequest } from './pictureRequest';

/** Bytes of a plane read and reduced at a time. */
const TILE_BYTES = 4 * 1024 * 1024;

/** A part of the plane that is read in one go, and where it lies in the view. */
export interface TilePlan {
  /** The tensor with its axes in the order in which they lie in memory, so that reading moves nothing. */
  readonly tensor: Tensor;
  readonly ranges: readonly AxisRange[];
  readonly byteLength: number;
  /** Axes of `tensor`; null where the view has one line, one element a line, or no channels. */
  readonly lineAxis: number | null;
  readonly elementAxis: number | null;
  readonly channelAxis: number | null;
  readonly lines: 'rows' | 'columns';
  readonly firstLine: number;
  readonly lineCount: number;
  readonly firstElement: number;
  readonly elementCount: number;
  /** Which channel of the part goes to which channel of the picture. */
  readonly channels: readonly { readonly slot: number; readonly channel: number }[];
}

/** Cuts the region into parts of bounded size, along the axis that lies widest apart in memory. */
export function planTiles(tensor: Tensor, checked: CheckedRequest): TilePlan[] {
  const layout = viewLayoutOf(tensor, checked);
  return channelGroups(tensor, checked, layout).flatMap(group => cutGroup(layout, group));
}

/** How the view lies in memory. */
export interface ViewLayout {
  readonly tensor: Tensor;
  /** One index on every axis, to be widened on the axes of the view. */
  readonly index: readonly AxisRange[];
  readonly lines: 'rows' | 'columns';
  readonly lineAxis: number | null;
  readonly elementAxis: number | null;
  readonly channelAxis: number | null;
  readonly lineRange: AxisRange;
  readonly elementRange: AxisRange;
}

/** The axes of a view in the order in which they lie in memory. */
export function viewLayoutOf(tensor: Tensor, checked: CheckedRequest): ViewLayout {
  const { rowAxis, columnAxis, channelAxis, request } = checked;
  const { region, index } = request;
  const order = tensor.shape
    .map((_, axis) => axis)
    .sort((a, b) => tensor.strides[b]! - tensor.strides[a]! || a - b);
  const place = (axis: number | null) => (axis === null ? null : order.indexOf(axis));
  const strideOf = (axis: number | null) => (axis === null ? Infinity : tensor.strides[axis]!);
  const rowRange = { start: region.y, count: region.height, step: 1 };
  const columnRange = { start: region.x, count: region.width, step: 1 };
  // An axis that the view does not have makes one line, never many lines of one element.
  const isRows = rowAxis === null || strideOf(rowAxis) >= strideOf(columnAxis);
  return {
    tensor: {
      ...tensor,
      shape: order.map(axis => tensor.shape[axis]!),
      strides: order.map(axis => tensor.strides[axis]!),
    },
    index: order.map(axis => ({ start: index[axis]!, count: 1, step: 1 })),
    lines: isRows ? 'rows' : 'columns',
    lineAxis: place(isRows ? rowAxis : columnAxis),
    elementAxis: place(isRows ? columnAxis : rowAxis),
    channelAxis: place(channelAxis),
    lineRange: isRows ? rowRange : columnRange,
    elementRange: isRows ? columnRange : rowRange,
  };
}

/** Channels that are read together. */
export interface ChannelGroup {
  readonly range: AxisRange;
  readonly channels: TilePlan['channels'];
}

/** Interleaved channels come together, in one pass over their bytes; planes come one by one. */
export function channelGroups(
  tensor: Tensor,
  { channelAxis, channels }: CheckedRequest,
  layout: ViewLayout,
): ChannelGroup[] {
  const slots = channels.map((channel, slot) => ({ slot, channel }));
  const lineStride = layout.lineAxis === null ? Infinity : layout.tensor.strides[layout.lineAxis]!;
  const isPlanar = channelAxis !== null && tensor.strides[channelAxis]! > lineStride;
  if (channelAxis === null || isPlanar)
    return slots.map(({ slot, channel }) => ({
      range: { start: channel, count: 1, step: 1 },
      channels: [{ slot, channel: 0 }],
    }));
  const first = Math.min(...channels);
  return [
    {
      range: { start: first, count: Math.max(...channels) - first + 1, step: 1 },
      channels: slots.map(({ slot, channel }) => ({ slot, channel: channel - first })),
    },
  ];
}

function cutGroup(layout: ViewLayout, group: ChannelGroup): TilePlan[] {
  const { lineRange, elementRange } = layout;
  const elementBytes = (layout.tensor.dtype.bits / 8) * group.range.count;
  const elementsPerTile = Math.max(1, Math.floor(TILE_BYTES / elementBytes));
  const elementStep = Math.min(elementRange.count, elementsPerTile);
  const lineStep = Math.max(1, Math.floor(elementsPerTile / elementStep));
  const plans: TilePlan[] = [];
  for (let line = 0; line < lineRange.count; line += lineStep)
    for (let element = 0; element < elementRange.count; element += elementStep) {
      const lineCount = Math.min(lineStep, lineRange.count - line);
      const elementCount = Math.min(elementStep, elementRange.count - element);
      const lines = { start: lineRange.start + line, count: lineCount, step: 1 };
      const elements = { start: elementRange.start + element, count: elementCount, step: 1 };
      plans.push(tilePlan(layout, group, [lines, elements]));
    }
  return plans;
}

/** One part of the region: these lines, and these elements of each. */
export function tilePlan(
  layout: ViewLayout,
  group: ChannelGroup,
  [lines, elements]: readonly [AxisRange, AxisRange],
): TilePlan {
  const elementBytes = (layout.tensor.dtype.bits / 8) * group.range.count;
  return {
    ...layout,
    ranges: rangesOf(layout, group, [lines, elements]),
    byteLength: lines.count * elements.count * elementBytes,
    firstLine: lines.start - layout.lineRange.start,
    lineCount: lines.count,
    firstElement: elements.start - layout.elementRange.start,
    elementCount: elements.count,
    channels: group.channels,
  };
}

function rangesOf(
  layout: ViewLayout,
  group: ChannelGroup,
  [lines, elements]: readonly [AxisRange, AxisRange],
): AxisRange[] {
  return layout.index.map((range, axis) => {
    if (axis === layout.lineAxis) return lines;
    if (axis === layout.elementAxis) return elements;
    return axis === layout.channelAxis ? group.range : range;
  });
}
