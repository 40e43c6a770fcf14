import type { ChunkResult, ChunkTask } from '../../../core/tensor/statsChunk';

/** What a worker thread is asked to do. */
export type ChunkMethods = {
  run(params: {
    readonly task: ChunkTask;
    /** A name of the table of dtypes. */
    readonly dtype: string;
    /** On shared memory: nothing is copied on the way. */
    readonly bytes: Uint8Array;
    readonly count: number;
  }): ChunkResult;
};
