import type { Threads } from '../platform';
import { chunkRunner, endIdleThreads } from './threads/chunkRunner';

/** Statistics on worker threads. */
export const threads: Threads = { runnerFor: chunkRunner, endIdle: endIdleThreads };
