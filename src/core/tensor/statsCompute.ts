import { TensorFileError } from '../errors';
import { createPauser } from '../pause';
import { binsOver, histogramOf } from './histogram';
import { binnedQuantiles } from './quantiles';
import { readChunks } from './read';
import { checkNumeric, realNumbers } from './realNumbers';
import { type AxisRange, elementCount, wholeRanges } from './slice';
import type { TensorStats } from './stats';
import { addCodes, codeTable, emptyCounts, statsOfCodes } from './statsCodes';
import { centreOf, type Extent, emptyExtent, extend, finiteCount } from './statsExtent';
import { exactInteger, extendIntegers, type IntegerExtent } from './statsIntegers';
import { countOutside, type Outside } from './statsOutside';
import { addSpread, emptySpread, momentsOf, type Spread } from './statsSpread';
import type { Tensor } from './tensor';

/** Told after each chunk; a computation may read the bytes twice, and `total` says so. */
export type OnProgress = (doneBytes: number, totalBytes: number) => void;

/** Most bins of a histogram. */
export const MAX_BINS = 65_536;

/** Bytes read and reduced at a time; the partition is fixed so that results never depend on timing. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Statistics of the elements of a box, in bounded memory. 8- and 16-bit types are counted code by code
 * and exact throughout; wider types are read twice, and accumulated in compensated double precision.
 * @param ranges the box; undefined for the whole tensor
 * @param bins number of histogram bins, 1 to `MAX_BINS`
 * @throws TensorFileError when the type has no numbers or the bytes cannot be read.
 */
export async function computeStats(
  tensor: Tensor,
  ranges: readonly AxisRange[] | undefined,
  bins: number,
  signal?: AbortSignal,
  onProgress?: OnProgress,
): Promise<TensorStats> {
  if (!Number.isInteger(bins) || bins < 1 || bins > MAX_BINS)
    throw new TensorFileError(`A histogram has 1 to ${MAX_BINS} bins, not ${bins}.`);
  checkNumeric(tensor);
  const box = ranges ?? wholeRanges(tensor.shape);
  const job: Job = { tensor, box, count: elementCount(box.map(r => r.count)), bins, signal };
  const { bits, kind } = tensor.dtype;
  const counted = kind !== 'complex' && (bits === 8 || bits === 16);
  return counted ? countedStats(job, onProgress) : wideStats(job, onProgress);
}

interface Job {
  readonly tensor: Tensor;
  readonly box: readonly AxisRange[];
  readonly count: number;
  readonly bins: number;
  readonly signal: AbortSignal | undefined;
}

async function countedStats(job: Job, onProgress?: OnProgress): Promise<TensorStats> {
  const table = codeTable(job.tensor.dtype);
  const counts = emptyCounts(table);
  await scan(job, 0, 1, onProgress, bytes => addCodes(counts, table, bytes));
  const stats = statsOfCodes(counts, table, job.bins);
  return { ...stats, firstNotFinite: indexAt(job.box, counts.firstNotFinite) };
}

async function wideStats(job: Job, onProgress?: OnProgress): Promise<TensorStats> {
  const { dtype } = job.tensor;
  const extent = emptyExtent();
  const integers: IntegerExtent = { min: null, max: null, sum: 0n };
  const isWideInteger = dtype.bits === 64 && (dtype.kind === 'int' || dtype.kind === 'uint');
  await scan(job, 0, 2, onProgress, (bytes, count) => {
    eachBlock(job.tensor, bytes, count, values => extend(extent, values));
    if (isWideInteger) extendIntegers(integers, bytes, dtype.kind as 'int' | 'uint');
  });
  const outside: Outside = { below0: 0, above1: 0 };
  if (finiteCount(extent) === 0) return { ...special(extent, job), ...outside, ...NOTHING_FINITE };
  const leaves = extent.min < 0 || extent.max > 1;
  const centre = centreOf(extent);
  const spread = emptySpread(centre, binsOver(extent.min, extent.max, job.bins));
  await scan(job, 1, 2, onProgress, (bytes, count) =>
    eachBlock(job.tensor, bytes, count, values => {
      addSpread(spread, values);
      if (leaves) countOutside(outside, values);
    }),
  );
  return {
    ...special(extent, job),
    ...outside,
    ...(isWideInteger ? integerMoments(integers, job.count, spread) : moments(extent, spread)),
    ...binned(spread),
  };
}

const NOTHING_FINITE = {
  min: null,
  max: null,
  mean: null,
  std: null,
  histogram: null,
  quantiles: null,
};

function special(extent: Extent, job: Job) {
  const { count, nan, posInf, negInf, zeros } = extent;
  const firstNotFinite = indexAt(job.box, extent.firstNotFinite);
  return { count, nan, posInf, negInf, zeros, firstNotFinite };
}

function moments(extent: Extent, spread: Spread) {
  const { min, max } = extent;
  return { min, max, ...momentsOf(spread, finiteCount(extent)) };
}

function integerMoments({ min, max, sum }: IntegerExtent, count: number, spread: Spread) {
  return {
    min: exactInteger(min!),
    max: exactInteger(max!),
    mean: Number(sum) / count,
    std: momentsOf(spread, count).std,
  };
}

function binned(spread: Spread) {
  const histogram = histogramOf(spread.bins, spread.counts);
  return { histogram, quantiles: binnedQuantiles(histogram) };
}

/** Reads the box once, chunk by chunk; `pass` of `passes` tells how far along the whole job is. */
async function scan(
  { tensor, box, count, signal }: Job,
  pass: number,
  passes: number,
  onProgress: OnProgress | undefined,
  visit: (bytes: Uint8Array, count: number) => void,
): Promise<void> {
  const pause = createPauser(signal);
  const passBytes = Math.ceil((count * tensor.dtype.bits) / 8);
  let doneBytes = 0;
  let left = count;
  for await (const bytes of readChunks(tensor, box, CHUNK_BYTES, signal)) {
    const chunkCount = Math.min(left, Math.floor((bytes.length * 8) / tensor.dtype.bits));
    visit(bytes, chunkCount);
    left -= chunkCount;
    doneBytes += bytes.length;
    onProgress?.(pass * passBytes + doneBytes, passes * passBytes);
    await pause();
  }
}

/** Elements turned into doubles at a time: few enough to stay in the processor's nearest cache. */
const BLOCK_ELEMENTS = 4096;

function eachBlock(
  { dtype }: Tensor,
  bytes: Uint8Array,
  count: number,
  visit: (values: Float64Array) => void,
): void {
  for (let start = 0; start < count; start += BLOCK_ELEMENTS) {
    const blockCount = Math.min(BLOCK_ELEMENTS, count - start);
    const numbers = realNumbers(dtype, bytes.subarray((start * dtype.bits) / 8), blockCount);
    visit(numbers instanceof Float64Array ? numbers : new Float64Array(numbers));
  }
}

/** The tensor index of the `position`-th element of a box in C order. */
function indexAt(box: readonly AxisRange[], position: number): number[] | null {
  if (position < 0) return null;
  const index = box.map(range => range.start);
  let rest = position;
  for (let axis = box.length - 1; axis >= 0; axis--) {
    const { count, step } = box[axis]!;
    index[axis]! += (rest % count) * step;
    rest = Math.floor(rest / count);
  }
  return index;
}
