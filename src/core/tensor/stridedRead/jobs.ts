import type { ByteSource } from '../../bytes/byteSource';
import type { Scratch } from './buffers';
import type { BoxAxis, BoxJob, PlanLimits } from './plan';

/** Most bytes read beside the result at any moment. */
const MAX_TEMPORARY_BYTES = 8 * 1024 * 1024;
/** Half of it, so that one job is read while another is copied. */
const MAX_JOB_BYTES = MAX_TEMPORARY_BYTES / 2;
/** A hole of a page or less costs nothing: the disk reads that page anyway. */
const MERGE_GAP_BYTES = 4096;
/** Reads in flight at once, where a box falls into many small runs. */
const MAX_PARALLEL_READS = 32;
/** The limits of jobs in units of `unitBytes`; 0.5 for nibbles. */
export function planLimits(unitBytes: number, maxRuns: number): PlanLimits {
  return { maxSpan: MAX_JOB_BYTES / unitBytes, mergeGap: MERGE_GAP_BYTES / unitBytes, maxRuns };
}

/** Whether simplified axes are one run, in the order of the result. */
export function isContiguous(axes: readonly BoxAxis[]): boolean {
  return (
    axes.length === 0 || (axes.length === 1 && axes[0]!.stride === 1 && axes[0]!.outStride === 1)
  );
}

/** Where jobs read, and the memory that they read into. */
export interface JobSource {
  readonly source: ByteSource;
  /** Of the first element, in bytes. */
  readonly byteOffset: number;
  readonly unitBytes: number;
  readonly scratch: Scratch;
}

/** Reads the runs of a job and hands them over, one after the other in one piece of memory. */
export async function withRuns(
  { source, byteOffset, unitBytes, scratch }: JobSource,
  job: BoxJob,
  use: (bytes: Uint8Array) => void,
  signal?: AbortSignal,
): Promise<void> {
  const length = job.runSpan * unitBytes;
  const start = byteOffset + job.base * unitBytes;
  // Memory that gives views has them at once.
  if (job.runs === 1 && !source.readInto) return use(await source.read(start, length, signal));
  const memory = scratch.take(job.runs * length);
  for (let first = 0; first < job.runs; first += MAX_PARALLEL_READS) {
    const count = Math.min(MAX_PARALLEL_READS, job.runs - first);
    const reads = Array.from({ length: count }, async (_, i) => {
      const run = first + i;
      const target = memory.subarray(run * length, (run + 1) * length);
      const offset = start + run * job.runStride * unitBytes;
      if (source.readInto) await source.readInto(target, offset, signal);
      else target.set(await source.read(offset, length, signal));
    });
    // Memory goes back only when nothing writes into it any more: after a failure it does not.
    await Promise.all(reads);
  }
  use(memory.subarray(0, job.runs * length));
  scratch.give(memory);
}

/** Runs jobs as memory allows: the next one is being read while the last one is copied. */
export async function runJobs(
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
