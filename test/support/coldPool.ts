// A process of its own whose work ends before its threads are there; it says when they are.
import { once } from 'node:events';
import { dtypeOf } from '../../src/core/tensor/dtypes';
import { ChunkPool } from '../../src/engine/node/threads/chunkPool';

const pool = new ChunkPool(process.argv[2]!, 1);
await pool.run({ type: 'patterns' }, dtypeOf('U8')!, pool.takeBuffer(8), 8);
await once(pool.threads[0]!, 'online');
process.stdout.write('online\n');
