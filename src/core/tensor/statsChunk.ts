import type { DType } from './dtype';
import { realNumbers } from './realNumbers';
import { type IntegerExtent, integersAsDoubles, integersOf } from './statsIntegers';
import {
  addToMomentSums,
  emptyMomentSums,
  type MomentFrame,
  type MomentSums,
} from './statsMoments';
import { countPatterns, type PatternCounts, patternTable } from './statsPatternCounts';
import { addToRangeSums, emptyRangeSums, type RangeSums } from './statsRange';

/** What to learn from one chunk of a tensor; plain data, so that a worker thread can be told. */
export type ChunkTask =
  | { readonly type: 'patterns' }
  | { readonly type: 'integers' }
  | { readonly type: 'range' }
  | { readonly type: 'moments'; readonly frame: MomentFrame };

/** What each task gives for a chunk; parts are merged in chunk order. */
export interface ChunkResults {
  readonly patterns: PatternCounts;
  readonly integers: IntegerExtent;
  readonly range: RangeSums;
  readonly moments: MomentSums;
}
export type ChunkResult = ChunkResults[ChunkTask['type']];

/**
 * Runs a task over the elements of one chunk.
 * @param bytes compact and little endian
 */
export function runChunk(
  task: ChunkTask,
  dtype: DType,
  bytes: Uint8Array,
  count: number,
): ChunkResult {
  switch (task.type) {
    case 'patterns':
      return countPatterns(patternTable(dtype), bytes);
    case 'integers':
      return integersOf(bytes.subarray(0, count * 8), dtype.kind === 'int' ? 'int' : 'uint');
    case 'range': {
      const sums = emptyRangeSums();
      eachBlock(dtype, bytes, count, values => addToRangeSums(sums, values));
      return sums;
    }
    case 'moments': {
      const moments = emptyMomentSums(task.frame);
      const doubles = wideIntegers(dtype, bytes, count);
      if (doubles !== null) {
        addToMomentSums(moments, doubles);
        return moments;
      }
      eachBlock(dtype, bytes, count, values => addToMomentSums(moments, values));
      return moments;
    }
  }
}

/** 64-bit integers decoded by the kernel, in one go; null for other types and without the kernel. */
function wideIntegers(dtype: DType, bytes: Uint8Array, count: number): Float64Array | null {
  if (dtype.bits !== 64 || (dtype.kind !== 'int' && dtype.kind !== 'uint')) return null;
  return integersAsDoubles(bytes.subarray(0, count * 8), dtype.kind);
}

/** Where chunks are worked on: here, or on other threads. */
export interface ChunkRunner {
  /** Chunks worth having under way at once. */
  readonly width: number;
  /** Memory to read chunks into, from which they reach the workers uncopied. */
  takeBuffer(byteLength: number): Uint8Array;
  /** Takes back what nobody reads or writes any more. */
  returnBuffer(memory: Uint8Array): void;
  /** @param bytes compact and little endian; not written to, not kept after the promise settles */
  run(task: ChunkTask, dtype: DType, bytes: Uint8Array, count: number): Promise<ChunkResult>;
}

/** Works on each chunk at once, on the calling thread. */
export const inlineRunner: ChunkRunner = {
  width: 1,
  takeBuffer: byteLength => new Uint8Array(byteLength),
  returnBuffer: () => {},
  run: async (task, dtype, bytes, count) => runChunk(task, dtype, bytes, count),
};

/** Elements decoded at a time: few enough to stay in the processor's nearest caches. */
const BLOCK_ELEMENTS = 32_768;

function eachBlock(
  dtype: DType,
  bytes: Uint8Array,
  count: number,
  visit: (values: Float32Array | Float64Array) => void,
): void {
  for (let start = 0; start < count; start += BLOCK_ELEMENTS) {
    const blockCount = Math.min(BLOCK_ELEMENTS, count - start);
    const numbers = realNumbers(dtype, bytes.subarray((start * dtype.bits) / 8), blockCount);
    if (numbers instanceof Float32Array || numbers instanceof Float64Array) visit(numbers);
    else visit(new Float64Array(numbers));
  }
}
