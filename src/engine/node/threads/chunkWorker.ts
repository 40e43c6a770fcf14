import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { dtypeOf } from '../../../core/tensor/dtypes';
import { type ChunkResult, runChunk } from '../../../core/tensor/statsChunk';
import { Rpc } from '../../../protocol/rpc';
import type { ChunkMethods } from './chunkMethods';

/** The program of a worker thread: works on one chunk after another. */
if (!parentPort) throw new Error('Chunks are worked on in a worker thread');
const port = parentPort;

/** A scan must not keep the window waiting for a processor. */
const SCAN_PRIORITY = constants.priority.PRIORITY_BELOW_NORMAL;
// Elsewhere than on Linux this would be the whole extension host's priority, not this thread's.
if (process.platform === 'linux') lowerPriority();

function lowerPriority(): void {
  try {
    setPriority(SCAN_PRIORITY);
  } catch {
    // A sandbox may forbid it: then the thread runs as it was started.
  }
}

new Rpc<ChunkMethods, Record<never, never>>(
  {
    post: (message, transfer) => port.postMessage(message, transfer ? [...transfer] : []),
    onMessage: listener => port.on('message', listener),
  },
  { run: ({ task, dtype, bytes, count }) => runChunk(task, dtypeOf(dtype)!, bytes, count) },
  { transfer: result => countsOf(result as ChunkResult) },
);

/** Counts are up to 256 KiB: handed over, not copied. */
function countsOf(result: ChunkResult): ArrayBuffer[] {
  return 'counts' in result ? [result.counts.buffer as ArrayBuffer] : [];
}
