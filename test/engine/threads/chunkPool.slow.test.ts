import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ByteSource } from '../../../src/core/bytes/byteSource';
import { withoutKernels } from '../../../src/core/kernels/kernels';
import { type DTypeName, dtypeOf } from '../../../src/core/tensor/dtypes';
import { type ChunkRunner, inlineRunner, runChunk } from '../../../src/core/tensor/statsChunk';
import { computeStats } from '../../../src/core/tensor/statsCompute';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { ChunkPool } from '../../../src/engine/node/threads/chunkPool';
import { buildChunkWorker } from '../../support/chunkWorker';

/** Four chunks and a piece. */
const BYTES = 17 * 1024 * 1024 + 64;

let workerPath = '';
const pools: ChunkPool[] = [];
beforeAll(async () => {
  workerPath = await buildChunkWorker();
});
afterAll(() => {
  for (const pool of pools) pool.dispose();
});

/** A pool whose threads run already: a cold one works on the first chunks itself. */
async function warmPool(threadCount: number): Promise<ChunkPool> {
  const pool = new ChunkPool(workerPath, threadCount);
  pools.push(pool);
  await pool.run({ type: 'patterns' }, dtypeOf('U8')!, pool.takeBuffer(8), 8);
  await Promise.all(pool.threads.map(worker => once(worker, 'online')));
  return pool;
}

/** A tensor as a file gives it: chunks are read into the reader's memory. */
function tensorOf(name: DTypeName, bytes: Uint8Array): Tensor {
  const dtype = dtypeOf(name)!;
  const count = (bytes.length * 8) / dtype.bits;
  const source: ByteSource = {
    size: bytes.length,
    read: async (offset, length) => bytes.subarray(offset, offset + length),
    readInto: async (target, offset) => target.set(bytes.subarray(offset, offset + target.length)),
    close: async () => {},
  };
  const layout = { shape: [count], strides: [1], byteOffset: 0, byteLength: bytes.length };
  return { name: 't', dtype, ...layout, byteOrder: 'little', source };
}

/** Numbers like a latent's, and among them what is not finite. */
function noise(name: 'F32' | 'F64' | 'I64' | 'F16'): Uint8Array {
  let state = 7;
  const next = () => {
    state = (Math.imul(1664525, state) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const dtype = dtypeOf(name)!;
  const count = (BYTES * 8) / dtype.bits;
  // Any code is a number, or NaN or Inf.
  if (name === 'F16')
    return new Uint8Array(Uint16Array.from({ length: count }, () => next() * 32768).buffer);
  const values = Float64Array.from({ length: count }, (_, i) =>
    name !== 'I64' && i % 1_000_003 === 77 ? [NaN, Infinity][i % 2]! : next() * 1000,
  );
  return dtype.fromNumbers(values);
}

const stats = (tensor: Tensor, runner: ChunkRunner) =>
  computeStats(tensor, undefined, 256, undefined, undefined, runner);

describe('worker threads', () => {
  it.each(['F32', 'F64', 'F16', 'I64'] as const)(
    'give the same bits for %s, however many there are',
    async name => {
      const tensor = tensorOf(name, noise(name));
      const here = await stats(tensor, inlineRunner);
      for (const threadCount of [1, 3]) {
        const pool = await warmPool(threadCount);
        const posts = pool.threads.map(worker => vi.spyOn(worker, 'postMessage'));
        expect(await stats(tensor, pool)).toEqual(here);
        expect(posts[0]).toHaveBeenCalled();
      }
    },
  );

  it('give the same bits as plain loops', async () => {
    const tensor = tensorOf('F32', noise('F32'));
    const plain: ChunkRunner = {
      ...inlineRunner,
      run: async (...chunk) => withoutKernels(() => runChunk(...chunk)),
    };
    expect(await stats(tensor, await warmPool(1))).toEqual(await stats(tensor, plain));
  });

  it('fail one request when one dies, and the next one is answered', async () => {
    const pool = await warmPool(1);
    const [first] = pool.threads;
    const tensor = tensorOf('F32', noise('F32'));
    const failing = stats(tensor, pool);
    await first!.terminate();
    await expect(failing).rejects.toThrow('A worker thread stopped while it read values');
    expect(await stats(tensor, pool)).toEqual(await stats(tensor, inlineRunner));
    expect(pool.threads).toHaveLength(1);
    expect(pool.threads[0]).not.toBe(first);
  });
});
