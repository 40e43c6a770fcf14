import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { createPauser } from '../pause';
import { contiguousSpan, readSpan } from './contiguousRead';
import { histogramOf } from './histogram';
import { binnedQuantiles } from './quantiles';
import { readChunks } from './read';
import { readAhead } from './readAhead';
import { checkNumeric } from './realNumbers';
import { type AxisRange, elementCount, wholeRanges } from './slice';
import type { TensorStats } from './stats';
import {
  type ChunkResult,
  type ChunkResults,
  type ChunkRunner,
  type ChunkTask,
  inlineRunner,
} from './statsChunk';
import { emptyIntegers, exactInteger, mergeIntegers } from './statsIntegers';
import {
  emptyMomentSums,
  type MomentFrame,
  type MomentSums,
  mergeMomentSums,
  momentsOf,
} from './statsMoments';
import {
  emptyPatternCounts,
  mergePatternCounts,
  patternTable,
  statsOfPatterns,
} from './statsPatternCounts';
import {
  centreOf,
  emptyRangeSums,
  finiteCount,
  mergeRangeSums,
  type RangeSums,
} from './statsRange';
import type { Allocate } from './stridedRead/buffers';
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
 * @param runner where chunks are worked on; the answer is the same for all
 * @throws TensorFileError when the type has no numbers or the bytes cannot be read.
 */
export async function computeStats(
  tensor: Tensor,
  ranges: readonly AxisRange[] | undefined,
  bins: number,
  signal?: AbortSignal,
  onProgress?: OnProgress,
  runner: ChunkRunner = inlineRunner,
): Promise<TensorStats> {
  if (!Number.isInteger(bins) || bins < 1 || bins > MAX_BINS)
    throw new TensorFileError(t`A histogram has 1 to ${MAX_BINS} bins, not ${bins}.`);
  checkNumeric(tensor);
  const box = ranges ?? wholeRanges(tensor.shape);
  const count = elementCount(box.map(range => range.count));
  const job: Job = { tensor, box, count, bins, signal, onProgress, runner };
  const { bits, kind } = tensor.dtype;
  if (kind !== 'complex' && (bits === 8 || bits === 16)) return countedStats(job);
  return bits === 64 && (kind === 'int' || kind === 'uint') ? integerStats(job) : wideStats(job);
}

interface Job {
  readonly tensor: Tensor;
  readonly box: readonly AxisRange[];
  readonly count: number;
  readonly bins: number;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: OnProgress | undefined;
  readonly runner: ChunkRunner;
}

async function countedStats(job: Job): Promise<TensorStats> {
  const table = patternTable(job.tensor.dtype);
  const counts = emptyPatternCounts(table);
  await scan(job, { type: 'patterns' }, 0, 1, part => mergePatternCounts(counts, part));
  const stats = statsOfPatterns(counts, table, job.bins);
  return { ...stats, firstNotFinite: indexAt(job.box, counts.firstNotFinite) };
}

async function wideStats(job: Job): Promise<TensorStats> {
  const sums = emptyRangeSums();
  await scan(job, { type: 'range' }, 0, 2, part => mergeRangeSums(sums, part));
  const finite = finiteCount(sums);
  if (finite === 0) return { ...special(sums, job), ...NOTHING_FINITE };
  const { min, max } = sums;
  const moments = await scanMoments(job, {
    centre: centreOf(sums),
    min,
    max,
    bins: job.bins,
    allFinite: finite === sums.count,
  });
  const ends = binned(moments, min, max);
  return { ...special(sums, job), min, max, ...momentsOf(moments, finite), ...ends };
}

async function integerStats(job: Job): Promise<TensorStats> {
  const integers = emptyIntegers();
  await scan(job, { type: 'integers' }, 0, 2, part => mergeIntegers(integers, part));
  const { count, zeros, below0, above1, min, max } = integers;
  const finite = { nan: 0, posInf: 0, negInf: 0, firstNotFinite: null };
  const known = { count, zeros, below0, above1, ...finite };
  if (count === 0) return { ...known, ...NOTHING_FINITE };
  const mean = Number(integers.sum) / count;
  const moments = await scanMoments(job, {
    centre: mean,
    min: Number(min),
    max: Number(max),
    bins: job.bins,
    allFinite: true,
  });
  const { std } = momentsOf(moments, count);
  const ends = binned(moments, Number(min), Number(max));
  return { ...known, min: exactInteger(min), max: exactInteger(max), mean, std, ...ends };
}

/** The second pass over wide values, once it is known how far they reach. */
async function scanMoments(job: Job, frame: MomentFrame): Promise<MomentSums> {
  const moments = emptyMomentSums(frame);
  await scan(job, { type: 'moments', frame }, 1, 2, part => mergeMomentSums(moments, part));
  return moments;
}

const NOTHING_FINITE = {
  min: null,
  max: null,
  mean: null,
  std: null,
  histogram: null,
  quantiles: null,
};

function special(sums: RangeSums, job: Job) {
  const { count, nan, posInf, negInf, zeros, below0, above1 } = sums;
  const firstNotFinite = indexAt(job.box, sums.firstNotFinite);
  return { count, nan, posInf, negInf, zeros, below0, above1, firstNotFinite };
}

function binned(moments: MomentSums, least: number, greatest: number) {
  const histogram = histogramOf(moments.bins, moments.counts);
  return { histogram, quantiles: binnedQuantiles(histogram, least, greatest) };
}

/** The chunks of a job's box, in buffers that stay untouched while they are worked on. */
function chunksOf(
  { tensor, box, signal, runner }: Job,
  allocate: Allocate,
): AsyncGenerator<Uint8Array> {
  const span = contiguousSpan(tensor, box);
  if (span === null || tensor.source.readInto === undefined)
    return readChunks(tensor, box, CHUNK_BYTES, signal);
  // Those under way, the one that waits to be, and the one that is being read.
  const ring = { chunkBytes: CHUNK_BYTES, bufferCount: runner.width + 2, allocate };
  return readSpan(tensor.source, span, ring, signal);
}

/** Reads the box once; `pass` of `passes` tells how far along the whole job is. Parts come in order. */
async function scan<T extends ChunkTask>(
  job: Job,
  task: T,
  pass: number,
  passes: number,
  merge: (part: ChunkResults[T['type']]) => void,
): Promise<void> {
  const { count, signal, onProgress, runner } = job;
  const { dtype } = job.tensor;
  const pause = createPauser(signal);
  const passBytes = Math.ceil((count * dtype.bits) / 8);
  const running: { result: Promise<ChunkResult>; byteLength: number }[] = [];
  let doneBytes = 0;
  let left = count;
  const takeFirst = async () => {
    const { result, byteLength } = running.shift()!;
    merge((await result) as ChunkResults[T['type']]);
    doneBytes += byteLength;
    onProgress?.(pass * passBytes + doneBytes, passes * passBytes);
    await pause();
  };
  const inUse: Uint8Array[] = [];
  const takeBuffer = (byteLength: number) => {
    const memory = runner.takeBuffer(byteLength);
    inUse.push(memory);
    return memory;
  };
  for await (const bytes of readAhead(chunksOf(job, takeBuffer))) {
    const chunkCount = Math.min(left, Math.floor((bytes.length * 8) / dtype.bits));
    left -= chunkCount;
    const result = runner.run(task, dtype, bytes, chunkCount);
    // Whoever takes it hears of a failure; one that is never taken must not be an unhandled rejection.
    result.catch(() => {});
    running.push({ result, byteLength: bytes.length });
    while (running.length >= runner.width) await takeFirst();
  }
  while (running.length > 0) await takeFirst();
  // Not after a failure: what is under way may still read or write.
  for (const memory of inUse) runner.returnBuffer(memory);
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
