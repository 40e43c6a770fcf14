import { Worker } from 'node:worker_threads';
import { TensorFileError } from '../../../core/errors';
import { t } from '../../../core/l10n';
import type { DType } from '../../../core/tensor/dtype';
import { dtypeOf } from '../../../core/tensor/dtypes';
import {
  type ChunkResult,
  type ChunkRunner,
  type ChunkTask,
  runChunk,
} from '../../../core/tensor/statsChunk';
import { Scratch } from '../../../core/tensor/stridedRead/buffers';
import { Rpc } from '../../../protocol/rpc';
import type { ChunkMethods } from './chunkMethods';

/** Chunks that wait at a thread, so that it never waits for the next one. */
const QUEUED_CHUNKS = 2;
/** Threads that nobody needed for so long are let go, with their memory. */
const IDLE_MS = 10_000;

interface Thread {
  readonly worker: Worker;
  readonly rpc: Rpc<Record<never, never>, ChunkMethods>;
  isReady: boolean;
  pending: number;
}

/**
 * Worker threads beside the calling one, over shared memory: started on first need, started anew when one
 * dies, let go when idle. What finds no thread free is worked on here, so a cold pool delays nothing.
 */
export class ChunkPool implements ChunkRunner {
  readonly width: number;
  readonly #workerPath: string;
  readonly #threadCount: number;
  readonly #threads = new Set<Thread>();
  /** Shared memory is kept between scans: no collector sees how much of it is out of use. */
  readonly #memory = new Scratch(length => new Uint8Array(new SharedArrayBuffer(length)));
  #idle: NodeJS.Timeout | undefined;

  constructor(workerPath: string, threadCount: number) {
    this.#workerPath = workerPath;
    this.#threadCount = threadCount;
    this.width = threadCount * QUEUED_CHUNKS + 1;
  }

  /** Threads that run now. */
  get threads(): readonly Worker[] {
    return [...this.#threads].map(({ worker }) => worker);
  }

  takeBuffer(byteLength: number): Uint8Array {
    return this.#memory.take(byteLength);
  }

  returnBuffer(memory: Uint8Array): void {
    this.#memory.give(memory);
  }

  /** @throws TensorFileError when the thread dies; the next call starts another. */
  async run(task: ChunkTask, dtype: DType, bytes: Uint8Array, count: number): Promise<ChunkResult> {
    // Only names cross to a thread, and only shared memory is not copied on the way.
    const canGo = dtypeOf(dtype.name) === dtype && bytes.buffer instanceof SharedArrayBuffer;
    const thread = canGo ? this.#freeThread() : undefined;
    if (!thread) return runChunk(task, dtype, bytes, count);
    clearTimeout(this.#idle);
    if (thread.pending++ === 0) thread.worker.ref();
    try {
      return await thread.rpc.call('run', { task, dtype: dtype.name, bytes, count });
    } catch (cause) {
      if (this.#threads.has(thread)) throw cause;
      throw new TensorFileError(
        t('A worker thread stopped while it read values: ask again, another one starts by itself'),
        {},
        { cause },
      );
    } finally {
      // An idle thread must not keep a command from ending.
      if (--thread.pending === 0) thread.worker.unref();
      this.#awaitWork();
    }
  }

  /** Ends all threads unless one is at work. */
  disposeIdle(): void {
    if ([...this.#threads].every(({ pending }) => pending === 0)) this.dispose();
  }

  /** Ends all threads; a later call starts new ones. */
  dispose(): void {
    clearTimeout(this.#idle);
    this.#memory.clear();
    for (const thread of this.#threads) this.#end(thread, 'The threads are closed');
  }

  #freeThread(): Thread | undefined {
    while (this.#threads.size < this.#threadCount) this.#start();
    const free = [...this.#threads].filter(
      ({ isReady, pending }) => isReady && pending < QUEUED_CHUNKS,
    );
    return free.sort((a, b) => a.pending - b.pending)[0];
  }

  #awaitWork(): void {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.disposeIdle(), IDLE_MS).unref();
  }

  #start(): void {
    const worker = new Worker(this.#workerPath, { name: 'tensor-loupe-chunks' });
    worker.unref();
    const rpc = new Rpc<Record<never, never>, ChunkMethods>(
      {
        post: message => worker.postMessage(message),
        onMessage: listener => worker.on('message', listener),
      },
      {},
    );
    const thread: Thread = { worker, rpc, isReady: false, pending: 0 };
    this.#threads.add(thread);
    // Its work may be called off before it is there.
    this.#awaitWork();
    worker.on('online', () => {
      thread.isReady = true;
      // To listen is to be waited for, whatever was said before.
      if (thread.pending === 0) worker.unref();
    });
    worker.on('error', error => this.#end(thread, error.message));
    worker.on('exit', code => this.#end(thread, `exit code ${code}`));
  }

  #end(thread: Thread, reason: string): void {
    if (!this.#threads.delete(thread)) return;
    thread.rpc.dispose(reason);
    void thread.worker.terminate();
  }
}
