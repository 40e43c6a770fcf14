import { readBox } from '../tensor/read';
import { advance } from '../tensor/slabs';
import { type AxisRange, cStrides, elementCount } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import type { PlacedBytes } from './conversion';

/** Most bytes of one box; the source is read, and the target written, a box at a time. */
const BOX_BYTES = 96 * 1024 * 1024;
/** A box whose runs are long already grows to this: fresh memory beyond the processor's caches costs most. */
const GROWN_BYTES = 8 * 1024 * 1024;
/** Runs this long make reads and writes efficient; boxes are shaped to have them on both sides. */
const RUN_BYTES = 64 * 1024;
/** Below this a tensor is read in the order of the result: its pages stay in the cache meanwhile. */
const MIN_BYTES = 64 * 1024 * 1024;

interface BoxLimits {
  readonly boxBytes: number;
  readonly runBytes: number;
}

/** Whether writing pieces at their places reads a tensor's source fewer times than streaming it in order. */
export function prefersScatter(tensor: Tensor): boolean {
  if (tensor.byteLength < MIN_BYTES || tensor.dtype.bits % 8 !== 0) return false;
  const axes = tensor.strides.filter((_, axis) => tensor.shape[axis] !== 1);
  return axes.some((stride, i) => i > 0 && stride > axes[i - 1]!);
}

/**
 * Sizes of boxes that have long runs both in the source and in the result, so that neither side is
 * touched in crumbs: what is adjacent in one is far apart in the other.
 */
export function boxSizes(
  tensor: Pick<Tensor, 'shape' | 'strides' | 'dtype'>,
  limits: BoxLimits = { boxBytes: BOX_BYTES, runBytes: RUN_BYTES },
): number[] {
  const elementBytes = tensor.dtype.bits / 8;
  const bySource = byStride(tensor.strides);
  const byResult = byStride(cStrides(tensor.shape));
  const most = Math.max(1, Math.floor(limits.boxBytes / elementBytes));
  let sizes: number[];
  let runBytes = limits.runBytes;
  do {
    sizes = tensor.shape.map(() => 1);
    growRun(sizes, tensor.shape, bySource, runBytes / elementBytes);
    growRun(sizes, tensor.shape, byResult, runBytes / elementBytes);
    runBytes /= 2;
  } while (elementCount(sizes) > most && runBytes >= elementBytes);
  const grown = Math.min(most, Math.floor(GROWN_BYTES / elementBytes));
  for (const axis of bySource) {
    const room = Math.floor((grown * sizes[axis]!) / elementCount(sizes));
    sizes[axis] = Math.min(tensor.shape[axis]!, Math.max(sizes[axis]!, room));
  }
  return sizes;
}

/** Axes by stride, the smallest first. */
function byStride(strides: readonly number[]): number[] {
  return strides.map((_, axis) => axis).sort((a, b) => strides[a]! - strides[b]! || b - a);
}

/** Makes the box larger along the innermost axes until a run has so many elements. */
function growRun(
  sizes: number[],
  shape: readonly number[],
  order: readonly number[],
  elements: number,
): void {
  let run = 1;
  for (const axis of order) {
    if (run >= elements) return;
    sizes[axis] = Math.min(shape[axis]!, Math.max(sizes[axis]!, Math.ceil(elements / run)));
    if (sizes[axis]! < shape[axis]!) return;
    run *= sizes[axis]!;
  }
}

/** A tensor's bytes in runs, each with its place in the result; every source byte is read about once. */
export async function* scatteredBytes(
  tensor: Tensor,
  signal?: AbortSignal,
  limits?: BoxLimits,
): AsyncGenerator<PlacedBytes> {
  const { shape } = tensor;
  if (elementCount(shape) === 0) return;
  const sizes = boxSizes(tensor, limits);
  const counts = shape.map((size, axis) => Math.ceil(size / sizes[axis]!));
  // The boxes of one stretch of the source come one after the other.
  const order = byStride(tensor.strides).reverse();
  const at = order.map(() => 0);
  do {
    signal?.throwIfAborted();
    const ranges: AxisRange[] = [];
    for (const [i, axis] of order.entries()) {
      const start = at[i]! * sizes[axis]!;
      ranges[axis] = { start, count: Math.min(sizes[axis]!, shape[axis]! - start), step: 1 };
    }
    const bytes = await readBox(tensor, ranges, signal);
    yield* runsOf(bytes, ranges, shape, tensor.dtype.bits / 8);
  } while (
    advance(
      at,
      order.map(axis => counts[axis]!),
    )
  );
}

/** The runs of a box that lie together in the result. */
function* runsOf(
  bytes: Uint8Array,
  ranges: readonly AxisRange[],
  shape: readonly number[],
  elementBytes: number,
): Generator<PlacedBytes> {
  const strides = cStrides(shape);
  let axis = ranges.length;
  let run = 1;
  while (axis > 0) {
    axis--;
    run *= ranges[axis]!.count;
    if (ranges[axis]!.count < shape[axis]!) break;
  }
  const outer = ranges.slice(0, axis);
  const index = outer.map(() => 0);
  const inner = ranges
    .slice(axis)
    .reduce((sum, range, i) => sum + range.start * strides[axis + i]!, 0);
  let from = 0;
  do {
    const first = outer.reduce(
      (sum, range, i) => sum + (range.start + index[i]!) * strides[i]!,
      inner,
    );
    yield {
      byteOffset: first * elementBytes,
      bytes: bytes.subarray(from, from + run * elementBytes),
    };
    from += run * elementBytes;
  } while (
    advance(
      index,
      outer.map(range => range.count),
    )
  );
}
