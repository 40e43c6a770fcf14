import type { Threads } from '../platform';
import { chunkRunner, endIdleThreads } from './threads/chunkRunner';

export const threads: Threads = { runnerFor: chunkRunner, endIdle: endIdleThreads };
