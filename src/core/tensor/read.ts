import type { ByteSource } from '../bytes/byteSource';
import { TensorFileError } from '../errors';
import { type BoxAxis, type BoxJob, planBox, simplifyAxes } from './boxPlan';
import { swapped } from './byteOrder';
import { gatherNibbles, gatherUnits, unitBytesOf, unitsOf } from './gather';
import { type AxisRange, cStrides, elementCount } from './slice';
import type { Tensor } from './tensor';

/** Most bytes read beside the result at any moment. */
const MAX_TEMPORARY_BYTES = 8 * 1024 * 1024;
/** Half of it, so that one job is read while another is copied. */
const MAX_JOB_BYTES = MAX_TEMPORARY_BYTES / 2;
/** A hole of a page or less costs nothing: the disk reads that page anyway. */
const MERGE_GAP_BYTES = 4096;
/** Reads in flight at once, where a box falls into many small runs. */
const MAX_PARALLEL_READS = 32;
/** Output that is gathered at once while a permuted tensor streams, so that its reads are long. */
const SLAB_BYTES = 64 * 1024 * 1024;

/** Bytes that `count` elements of a tensor take when written compactly. */
export function compactBytes(tensor: Pick<Tensor, 'dtype'>, count: number): number {
  return Math.ceil((count * tensor.dtype.bits) / 8);
}

/**
 * The elements of a box, compact, in C order and little endian, whatever the tensor's strides and byte
 * order. Reads what the box needs, holes up to a page included, at most 8 MiB beside the result. The
 * result may be a view on shared bytes: do not write into it.
 * @throws TensorFileError when the bytes are not there or the packing of the type is not defined.
 */
export async function readBox(
  tensor: Tensor,
  ranges: readonly AxisRange[],
  signal?: AbortSignal,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  checkRanges(tensor, ranges);
  const counts = ranges.map(range => range.count);
  const count = elementCount(counts);
  if (count === 0 || tensor.dtype.bits === 0) return new Uint8Array(0);
  const outStrides = cStrides(counts);
  const axes = simplifyAxes(
    ranges.map((range, axis) => ({
      count: range.count,
      stride: tensor.strides[axis]! * range.step,
      outStride: outStrides[axis]!,
    })),
  );
  const first = ranges.reduce((sum, range, axis) => sum + range.start * tensor.strides[axis]!, 0);
  if (tensor.dtype.bits % 8 !== 0) return readPacked(tensor, axes, first, count, signal);
  const elementBytes = tensor.dtype.bits / 8;
  const byteOffset = tensor.byteOffset + first * elementBytes;
  const bytes = isContiguous(axes)
    ? await tensor.source.read(byteOffset, count * elementBytes, signal)
    : await readStrided(tensor, axes, byteOffset, count, signal);
  return inLittleEndian(tensor, bytes);
}

/**
 * The same bytes as `readBox`, in order, in chunks of at most `chunkBytes` (whole elements; F4 in whole
 * bytes), in bounded memory for a tensor of any size. Chunks may be shared: do not write into them.
 */
export async function* readChunks(
  tensor: Tensor,
  ranges: readonly AxisRange[],
  chunkBytes: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  checkRanges(tensor, ranges);
  if (tensor.dtype.bits === 0) return;
  const elementBits = tensor.dtype.bits;
  const pieceBytes = Math.max(
    Math.ceil(elementBits / 8),
    chunkBytes - (chunkBytes % Math.ceil(elementBits / 8)),
  );
  const slabBytes = isInOrder(tensor, ranges) ? pieceBytes : Math.max(pieceBytes, SLAB_BYTES);
  // Slabs of packed types start at even elements only where a whole tensor is one slab.
  if (elementBits % 8 !== 0) {
    yield* pieces(await readBox(tensor, ranges, signal), pieceBytes);
    return;
  }
  for (const slab of slabs(ranges, Math.max(1, Math.floor((slabBytes * 8) / elementBits)))) {
    yield* pieces(await readBox(tensor, slab, signal), pieceBytes);
  }
}

function* pieces(bytes: Uint8Array, pieceBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** Cuts a box into boxes of at most `maxElements`, in C order. */
function* slabs(ranges: readonly AxisRange[], maxElements: number): Generator<AxisRange[]> {
  const counts = ranges.map(range => range.count);
  if (elementCount(counts) === 0) return;
  let axis = 0;
  while (axis < counts.length && elementCount(counts.slice(axis)) > maxElements) axis++;
  if (axis === 0) {
    yield [...ranges];
    return;
  }
  const cut = axis - 1;
  const group = Math.max(1, Math.floor(maxElements / elementCount(counts.slice(axis))));
  const outer = counts.slice(0, cut);
  const index = outer.map(() => 0);
  for (let done = false; !done; done = !advance(index, outer)) {
    for (let at = 0; at < counts[cut]!; at += group) {
      yield ranges.map((range, a) => {
        if (a < cut) return { start: range.start + index[a]! * range.step, count: 1, step: 1 };
        if (a > cut) return range;
        const count = Math.min(group, range.count - at);
        return { start: range.start + at * range.step, count, step: range.step };
      });
    }
  }
}

/** The next index in C order; false after the last. */
export function advance(index: number[], counts: readonly number[]): boolean {
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    index[axis]!++;
    if (index[axis]! < counts[axis]!) return true;
    index[axis] = 0;
  }
  return false;
}

function isInOrder(tensor: Tensor, ranges: readonly AxisRange[]): boolean {
  let last = Infinity;
  return ranges.every((range, axis) => {
    if (range.count === 1) return true;
    const stride = tensor.strides[axis]! * range.step;
    const inOrder = stride <= last && stride > 0;
    last = stride;
    return inOrder;
  });
}

function checkRanges(tensor: Tensor, ranges: readonly AxisRange[]): void {
  const sound =
    ranges.length === tensor.shape.length &&
    ranges.every(
      ({ start, count, step }, axis) =>
        count === 0 ||
        (start >= 0 && count > 0 && step > 0 && start + (count - 1) * step < tensor.shape[axis]!),
    );
  if (sound) return;
  throw new TensorFileError(
    `The part that was asked for lies outside tensor "${tensor.name}" of shape [${tensor.shape.join(', ')}]`,
    { tensor: tensor.name },
  );
}

function isContiguous(axes: readonly BoxAxis[]): boolean {
  return (
    axes.length === 0 || (axes.length === 1 && axes[0]!.stride === 1 && axes[0]!.outStride === 1)
  );
}

async function readStrided(
  tensor: Tensor,
  axes: readonly BoxAxis[],
  byteOffset: number,
  count: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const elementBytes = tensor.dtype.bits / 8;
  const unitBytes = unitBytesOf(elementBytes);
  const perElement = elementBytes / unitBytes;
  const unitAxes = simplifyAxes([
    ...axes.map(axis => ({
      count: axis.count,
      stride: axis.stride * perElement,
      outStride: axis.outStride * perElement,
    })),
    { count: perElement, stride: 1, outStride: 1 },
  ]);
  const result = new Uint8Array(count * elementBytes);
  const to = unitsOf(result, unitBytes);
  const jobs = planBox(0, 0, unitAxes, {
    maxSpan: MAX_JOB_BYTES / unitBytes,
    mergeGap: MERGE_GAP_BYTES / unitBytes,
    maxRuns: Infinity,
  });
  await runJobs(jobs, unitBytes, signal, async job => {
    const bytes = await readRuns(tensor.source, byteOffset, job, unitBytes, signal);
    gatherUnits(job, unitsOf(bytes, unitBytes), to);
  });
  return result;
}

/** The runs of a job, one after the other. */
async function readRuns(
  source: ByteSource,
  byteOffset: number,
  job: BoxJob,
  unitBytes: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const length = job.runSpan * unitBytes;
  const start = byteOffset + job.base * unitBytes;
  if (job.runs === 1) return source.read(start, length, signal);
  const joined = new Uint8Array(job.runs * length);
  for (let first = 0; first < job.runs; first += MAX_PARALLEL_READS) {
    const count = Math.min(MAX_PARALLEL_READS, job.runs - first);
    const reads = Array.from({ length: count }, async (_, i) => {
      const run = first + i;
      const offset = start + run * job.runStride * unitBytes;
      joined.set(await source.read(offset, length, signal), run * length);
    });
    await Promise.all(reads);
  }
  return joined;
}

/** 4-bit elements by their nibbles; 6-bit ones only whole and in order, as their packing is not defined. */
async function readPacked(
  tensor: Tensor,
  axes: readonly BoxAxis[],
  first: number,
  count: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const { bits } = tensor.dtype;
  const length = compactBytes(tensor, count);
  const wholeBytes = (first * bits) % 8 === 0 && (count * bits) % 8 === 0;
  if (isContiguous(axes) && wholeBytes) {
    return tensor.source.read(tensor.byteOffset + (first * bits) / 8, length, signal);
  }
  if (bits !== 4) {
    throw new TensorFileError(
      `Tensor "${tensor.name}" is ${tensor.dtype.name}, whose packing is not defined: it can be copied whole, not in parts`,
      { tensor: tensor.name },
      { rule: 'file/unknown-dtype' },
    );
  }
  const result = new Uint8Array(length);
  const limits = {
    maxSpan: MAX_JOB_BYTES * 2 - 2,
    mergeGap: MERGE_GAP_BYTES * 2,
    maxRuns: 1,
  };
  await runJobs(planBox(first, 0, axes, limits), 0.5, signal, async job => {
    const start = Math.floor(job.base / 2);
    const end = Math.ceil((job.base + job.runSpan) / 2);
    const bytes = await tensor.source.read(tensor.byteOffset + start, end - start, signal);
    gatherNibbles(job, bytes, start * 2, result);
  });
  return result;
}

/** Runs jobs as memory allows: the next one is being read while the last one is copied. */
async function runJobs(
  jobs: Iterable<BoxJob>,
  unitBytes: number,
  signal: AbortSignal | undefined,
  run: (job: BoxJob) => Promise<void>,
): Promise<void> {
  const active = new Set<Promise<void>>();
  let bytes = 0;
  try {
    for (const job of jobs) {
      const jobBytes = job.runs * job.runSpan * unitBytes;
      while (
        active.size === MAX_PARALLEL_READS ||
        (active.size > 0 && bytes + jobBytes > MAX_TEMPORARY_BYTES)
      ) {
        await Promise.race(active);
      }
      signal?.throwIfAborted();
      bytes += jobBytes;
      const running: Promise<void> = run(job).finally(() => {
        active.delete(running);
        bytes -= jobBytes;
      });
      active.add(running);
    }
  } finally {
    // Also after a failure: nothing may go on reading into a result that nobody waits for.
    const ends = await Promise.allSettled(active);
    const failed = ends.find(end => end.status === 'rejected');
    // biome-ignore lint/correctness/noUnsafeFinally: whichever failed first is what the caller is told
    if (failed) throw failed.reason;
  }
}

function inLittleEndian(tensor: Tensor, bytes: Uint8Array): Uint8Array {
  const { swapBytes } = tensor.dtype;
  if (tensor.byteOrder === 'little' || swapBytes === 1) return bytes;
  return swapped(bytes, swapBytes);
}
