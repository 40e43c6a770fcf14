import type { BoxAxis, BoxJob } from './boxPlan';
import { viewOrCopy } from './typedViews';

type Units = Uint8Array | Uint16Array | Uint32Array;

/** Below this many units a loop beats `TypedArray.set`. */
const SET_FROM = 32;

/** The widest unit, in bytes, that element copies can use. */
export function unitBytesOf(elementBytes: number): 1 | 2 | 4 {
  return elementBytes % 4 === 0 ? 4 : elementBytes % 2 === 0 ? 2 : 1;
}

/** The bytes of a result or of a read as units of 1, 2 or 4 bytes; a copy where they are not aligned. */
export function unitsOf(bytes: Uint8Array, unitBytes: 1 | 2 | 4): Units {
  if (unitBytes === 1) return bytes;
  const count = Math.floor(bytes.length / unitBytes);
  return unitBytes === 2
    ? viewOrCopy(Uint16Array, bytes, count)
    : viewOrCopy(Uint32Array, bytes, count);
}

/** Copies what a job read into its places in the result. Both are in the job's units. */
export function gatherUnits(job: BoxJob, from: Units, to: Units): void {
  copyAxes(job.axes, 0, from, 0, to, job.outBase);
}

function copyAxes(
  axes: readonly BoxAxis[],
  depth: number,
  from: Units,
  fromAt: number,
  to: Units,
  toAt: number,
): void {
  const axis = axes[depth];
  if (!axis) {
    to[toAt] = from[fromAt]!;
    return;
  }
  if (depth === axes.length - 1) {
    copyRun(axis, from, fromAt, to, toAt);
    return;
  }
  for (let i = 0; i < axis.count; i++) {
    copyAxes(axes, depth + 1, from, fromAt + i * axis.stride, to, toAt + i * axis.outStride);
  }
}

function copyRun(axis: BoxAxis, from: Units, fromAt: number, to: Units, toAt: number): void {
  const { count, stride, outStride } = axis;
  if (stride === 1 && outStride === 1 && count >= SET_FROM) {
    to.set(from.subarray(fromAt, fromAt + count), toAt);
    return;
  }
  for (let i = 0, f = fromAt, t = toAt; i < count; i++, f += stride, t += outStride) {
    to[t] = from[f]!;
  }
}

/** Copies 4-bit elements; `firstNibble` is the element that the low half of byte 0 of `from` holds. */
export function gatherNibbles(
  job: BoxJob,
  from: Uint8Array,
  firstNibble: number,
  to: Uint8Array,
): void {
  const walk = (depth: number, fromAt: number, toAt: number): void => {
    const axis = job.axes[depth];
    if (!axis) {
      const code = (from[fromAt >> 1]! >> (fromAt % 2 ? 4 : 0)) & 15;
      to[toAt >> 1]! |= toAt % 2 ? code << 4 : code;
      return;
    }
    for (let i = 0; i < axis.count; i++) {
      walk(depth + 1, fromAt + i * axis.stride, toAt + i * axis.outStride);
    }
  };
  walk(0, job.base - firstNibble, job.outBase);
}
