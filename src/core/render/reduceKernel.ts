import { KERNEL_MEMORY, KERNEL_VALUE_BYTES, loadKernels } from '../kernels/kernels';
import { type Blocks, blockAt } from './blocks';
import type { Line, Reducer, Tile } from './reduce';

/** Runs of a line that fit into the kernels' memory. */
const MAX_RUNS = 65_536;

/** Adds one line; false, and nothing changed, when it holds a NaN or Inf. */
type AddLine = (reducer: Reducer, line: Line) => boolean;

/** A tile's lines by the kernel, for means of neighbouring float32; null where the kernel does not fit. */
export function lineKernel(tile: Tile, along: Blocks): AddLine | null {
  const { values, firstElement, elementCount } = tile;
  const fits = values instanceof Float32Array && values.byteLength <= KERNEL_VALUE_BYTES;
  const first = blockAt(along, firstElement);
  const last = firstElement + elementCount;
  const runs = blockAt(along, last - 1) - first + 1;
  if (!fits || tile.elementStride !== 1 || runs > MAX_RUNS) return null;
  const views = loadKernels();
  if (views === null) return null;
  const { kernels, f32, f64, i32 } = views;
  const { sums, ends, state } = KERNEL_MEMORY;
  f32.set(values, KERNEL_MEMORY.values / 4);
  for (let run = 0; run < runs; run++)
    i32[ends / 4 + run] = Math.min(along.ends[first + run]!, last);
  return (reducer, line) => {
    f32[state / 4] = Math.fround(reducer.min);
    f32[state / 4 + 1] = Math.fround(reducer.max);
    const at = KERNEL_MEMORY.values + line.base * 4;
    if (kernels.sumRunsF32(at, firstElement, ends, runs, sums, state) !== 0) return false;
    reducer.min = f32[state / 4]!;
    reducer.max = f32[state / 4 + 1]!;
    const step = line.pixelStride;
    for (let run = 0, to = line.pixel + first * step; run < runs; run++, to += step)
      reducer.values[to]! += f64[sums / 8 + run]!;
    return true;
  };
}
