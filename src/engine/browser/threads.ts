import { inlineRunner } from '../../core/tensor/statsChunk';
import type { Threads } from '../platform';

/** Memory is not shared between workers on a page that is not isolated: this one does all. */
export const threads: Threads = { runnerFor: () => inlineRunner, endIdle: () => {} };
