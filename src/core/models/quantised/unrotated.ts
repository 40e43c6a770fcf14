import type { ReadRange } from './readRange';

/** Groups that are read at once: at most so many values. */
const MAX_VALUES = 1 << 19;

/**
 * Values with a regular Hadamard rotation of every `group` neighbours undone. The matrix is the Kronecker
 * power of a symmetric 4 x 4 one that is its own inverse. Rows are whole groups. Source: comfy-kitchen, ConvRot.
 */
export function unrotated(rotated: ReadRange, group: number): ReadRange {
  return async (first, count, signal) => {
    const result = new Float32Array(count);
    const end = first + count;
    const step = Math.max(1, Math.floor(MAX_VALUES / group)) * group;
    for (let from = Math.floor(first / group) * group; from < end; from += step) {
      const last = Math.ceil(Math.min(end, from + step) / group) * group;
      const values = Float64Array.from(await rotated(from, last - from, signal));
      for (let at = 0; at < values.length; at += group) rotate(values.subarray(at, at + group));
      const skipped = Math.max(0, first - from);
      const wanted = values.subarray(skipped, Math.min(values.length, end - from));
      result.set(wanted, from + skipped - first);
    }
    return result;
  };
}

/** Multiplies by H / sqrt(group), digit by digit of the index to the base 4. */
function rotate(values: Float64Array): void {
  for (let stride = 1; stride < values.length; stride *= 4)
    for (let base = 0; base < values.length; base += stride * 4)
      for (let i = base; i < base + stride; i++) {
        const [a, b, c, d] = [0, 1, 2, 3].map(part => values[i + part * stride]!) as [
          number,
          number,
          number,
          number,
        ];
        values[i] = (a + b + c - d) / 2;
        values[i + stride] = (a + b - c + d) / 2;
        values[i + 2 * stride] = (a - b + c + d) / 2;
        values[i + 3 * stride] = (-a + b + c + d) / 2;
      }
}
