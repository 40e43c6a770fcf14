import { parentPort } from 'node:worker_threads';
import { dtypeOf } from '../../core/tensor/dtypes';
import { type ChunkResult, runChunk } from '../../core/tensor/statsChunk';
import { Rpc } from '../../protocol/rpc';
import type { ChunkMethods } from './chunkMethods';

/** The program of a worker thread: works on one chunk after another. */
if (!parentPort) throw new Error('Chunks are worked on in a worker thread');
const port = parentPort;

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
