import { createBoxReader } from './contiguousRead';
import { type AxisRange, cStrides, elementCount } from './slice';
import { advance } from './stridedRead/chunks';
import type { Tensor } from './tensor';
import type { PlacedBytes, PutBytes } from './tensorStream';

/** Most bytes of the boxes that are under way; the source is read, and the target written, by boxes. */
const BOX_BYTES = 96 * 1024 * 1024;
/** A box whose runs are long already grows to this, so that its reads make one job. */
const GROWN_BYTES = 4 * 1024 * 1024;
/** Boxes under way at once: one is read, one is put in order, one is written. */
const MAX_LANES = 3;
/** Pieces of one box that are written at once. */
const MAX_PARALLEL_PUTS = 16;
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

/**
 * Puts a tensor's bytes in runs, each at its place in the result; every source byte is read about once.
 * Several boxes are under way: while one is read, another is put in order and a third is written.
 */
export async function scatter(
  tensor: Tensor,
  put: PutBytes,
  signal?: AbortSignal,
  limits?: BoxLimits,
): Promise<void> {
  const { shape } = tensor;
  if (elementCount(shape) === 0) return;
  const sizes = boxSizes(tensor, limits);
  const elementBytes = tensor.dtype.bits / 8;
  const boxes = boxesOf(tensor, sizes);
  const lane = async () => {
    const read = createBoxReader(1);
    // A lane that fails ends the loop of the others too: leaving one closes the boxes for all.
    for (const ranges of boxes) {
      signal?.throwIfAborted();
      const bytes = await read(tensor, ranges, signal);
      await putAll(runsOf(bytes, ranges, shape, elementBytes), put);
    }
  };
  const lanes = Math.floor(BOX_BYTES / (elementCount(sizes) * elementBytes));
  const ends = await Promise.allSettled(
    Array.from({ length: Math.min(MAX_LANES, Math.max(1, lanes)) }, lane),
  );
  const failed = ends.find(end => end.status === 'rejected');
  if (failed) throw failed.reason;
}

/** A tensor cut to boxes of these sizes; those of one stretch of the source come one after the other. */
function* boxesOf(tensor: Tensor, sizes: readonly number[]): Generator<AxisRange[], void, void> {
  const { shape } = tensor;
  const order = byStride(tensor.strides).reverse();
  const counts = order.map(axis => Math.ceil(shape[axis]! / sizes[axis]!));
  const at = order.map(() => 0);
  do {
    const ranges: AxisRange[] = [];
    for (const [i, axis] of order.entries()) {
      const start = at[i]! * sizes[axis]!;
      ranges[axis] = { start, count: Math.min(sizes[axis]!, shape[axis]! - start), step: 1 };
    }
    yield ranges;
  } while (advance(at, counts));
}

async function putAll(pieces: Iterable<PlacedBytes>, put: PutBytes): Promise<void> {
  let underWay: Promise<void>[] = [];
  try {
    for (const piece of pieces) {
      underWay.push(put(piece));
      if (underWay.length < MAX_PARALLEL_PUTS) continue;
      await Promise.all(underWay);
      underWay = [];
    }
    await Promise.all(underWay);
  } finally {
    // A failure must not leave writes behind that reach for a closed file.
    await Promise.allSettled(underWay);
  }
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
