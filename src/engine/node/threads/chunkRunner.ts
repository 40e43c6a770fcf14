import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type ChunkRunner, inlineRunner } from '../../../core/tensor/statsChunk';
import { atEnd } from '../../cleanup';
import { ChunkPool } from './chunkPool';

/** Less than this is done before a thread has started. */
const SMALLEST_BYTES = 64 * 1024 * 1024;
/** Beyond this, reading is what takes the time. */
const MOST_THREADS = 4;
/** Where the threads' program may be, from the running module: a build's `dist` or its `dist/chunks`. */
const PLACES = ['chunkWorker.js', '../chunkWorker.js'];

let shared: ChunkRunner | undefined;
atEnd(() => shared instanceof ChunkPool && shared.dispose());

/** Where a scan of so many bytes is worked on: on all processors when it is long, else here. */
export function chunkRunner(byteLength: number): ChunkRunner {
  if (byteLength < SMALLEST_BYTES) return inlineRunner;
  shared ??= createRunner(availableParallelism());
  return shared;
}

/** After a request that failed: its threads are not kept for the next one, which may never come. */
export function endIdleThreads(): void {
  if (shared instanceof ChunkPool) shared.disposeIdle();
}

/** The calling thread and one more for each other processor; none where memory cannot be shared. */
export function createRunner(processors: number, places: readonly string[] = PLACES): ChunkRunner {
  const paths = places.map(place => fileURLToPath(new URL(place, import.meta.url)));
  const path = paths.find(existsSync);
  const threadCount = Math.min(MOST_THREADS, processors) - 1;
  if (path === undefined || threadCount < 1 || typeof SharedArrayBuffer === 'undefined')
    return inlineRunner;
  return new ChunkPool(path, threadCount);
}
