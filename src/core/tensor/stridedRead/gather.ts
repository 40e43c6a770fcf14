import { type AxisPair, isTransposition, transposer } from '../transpose';
import { viewOrCopy } from '../typedViews';
import type { BoxAxis, BoxJob } from './plan';

type Units = Uint8Array | Uint16Array | Uint32Array;

/** Below this many units a loop beats `TypedArray.set`. */
const SET_FROM = 64;
/** Units of the square that a transposition works on, by side: its rows and columns stay in cache together. */
const TILE = 16;
/** Axes shorter than this make poor inner loops. */
const SHORT = 8;

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
  if (gatherTransposed(job, from, to)) return;
  const axes = innermostPair(job.axes);
  const [outer, inner] = [axes.at(-2), axes.at(-1)];
  if (!inner) {
    to[job.outBase] = from[0]!;
    return;
  }
  const pair: AxisPair = { outer: outer ?? { count: 1, stride: 0, outStride: 0 }, inner };
  // One copy loop per unit width: a loop that has seen several array types is several times slower.
  const copy = COPIES[to.BYTES_PER_ELEMENT as 1 | 2 | 4];
  eachOuter(axes.slice(0, -2), 0, 0, job.outBase, (fromAt, toAt) =>
    copy(pair, from, fromAt, to, toAt),
  );
}

/** Where axes change places the kernels copy, if they are there and take elements of this width. */
function gatherTransposed(job: BoxJob, from: Units, to: Units): boolean {
  const { units, axes } = wholeElements(job);
  const sorted = innermostPair(axes);
  const [outer, inner] = [sorted.at(-2), sorted.at(-1)];
  if (!outer || !inner || !isTransposition({ outer, inner })) return false;
  const copy = transposer(units * to.BYTES_PER_ELEMENT);
  if (!copy) return false;
  const [fromBytes, toBytes] = [bytesOf(from), bytesOf(to)];
  eachOuter(sorted.slice(0, -2), 0, 0, job.outBase / units, (fromAt, toAt) =>
    copy({ outer, inner }, { bytes: fromBytes, first: fromAt }, { bytes: toBytes, first: toAt }),
  );
  return true;
}

/** An element of several units is an axis that runs on in both: then the other axes count in elements. */
function wholeElements({ axes }: BoxJob): { units: number; axes: readonly BoxAxis[] } {
  const last = axes.at(-1);
  if (last?.stride !== 1 || last.outStride !== 1) return { units: 1, axes };
  const units = last.count;
  const rest = axes.slice(0, -1);
  if (rest.some(({ stride, outStride }) => stride % units !== 0 || outStride % units !== 0))
    return { units: 1, axes };
  return {
    units,
    axes: rest.map(({ count, stride, outStride }) => ({
      count,
      stride: stride / units,
      outStride: outStride / units,
    })),
  };
}

function bytesOf(units: Units): Uint8Array {
  return new Uint8Array(units.buffer, units.byteOffset, units.byteLength);
}

/**
 * The axes with the fastest of the source last and, before it, the fastest of the result: the two that a
 * tile must hold.
 */
function innermostPair(axes: readonly BoxAxis[]): BoxAxis[] {
  const inner = axes.at(-1);
  const others = axes.slice(0, -1).sort((a, b) => b.outStride - a.outStride);
  return inner ? [...others, inner] : [];
}

function eachOuter(
  axes: readonly BoxAxis[],
  depth: number,
  fromAt: number,
  toAt: number,
  visit: (fromAt: number, toAt: number) => void,
): void {
  const axis = axes[depth];
  if (!axis) {
    visit(fromAt, toAt);
    return;
  }
  for (let i = 0; i < axis.count; i++) {
    eachOuter(axes, depth + 1, fromAt + i * axis.stride, toAt + i * axis.outStride, visit);
  }
}

type CopyPair = (pair: AxisPair, from: Units, fromAt: number, to: Units, toAt: number) => void;

/** A loop of its own for each unit width, so that each is compiled for one array type. */
const COPIES: Readonly<Record<1 | 2 | 4, CopyPair>> = {
  1: makeCopy(),
  2: makeCopy(),
  4: makeCopy(),
};

function makeCopy(): CopyPair {
  // A new closure has type feedback of its own; a shared function would see all three types.
  return function copyTiles(pair, from, fromAt, to, toAt) {
    const isShort = pair.inner.count < SHORT && pair.outer.count > pair.inner.count;
    const [outer, inner] = isShort ? [pair.inner, pair.outer] : [pair.outer, pair.inner];
    if (inner.stride === 1 && inner.outStride === 1 && inner.count >= SET_FROM) {
      copyRuns(outer, inner.count, from, fromAt, to, toAt);
      return;
    }
    const { stride, outStride } = inner;
    const columnTile = outer.count < TILE ? TILE * TILE : TILE;
    for (let row = 0; row < outer.count; row += TILE) {
      const rowEnd = Math.min(row + TILE, outer.count);
      for (let column = 0; column < inner.count; column += columnTile) {
        const columns = Math.min(columnTile, inner.count - column);
        for (let r = row; r < rowEnd; r++) {
          let f = fromAt + r * outer.stride + column * stride;
          let t = toAt + r * outer.outStride + column * outStride;
          for (let i = 0; i < columns; i++, f += stride, t += outStride) to[t] = from[f]!;
        }
      }
    }
  };
}

function copyRuns(
  outer: BoxAxis,
  length: number,
  from: Units,
  fromAt: number,
  to: Units,
  toAt: number,
): void {
  for (let i = 0; i < outer.count; i++) {
    const start = fromAt + i * outer.stride;
    to.set(from.subarray(start, start + length), toAt + i * outer.outStride);
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
