import { type AxisRange, elementCount } from '../slice';

/** Bytes in order, at most `pieceBytes` at a time; views. */
export function* pieces(bytes: Uint8Array, pieceBytes: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** Cuts a box into boxes of at most `maxElements`, in C order. */
export function* boxChunks(
  ranges: readonly AxisRange[],
  maxElements: number,
): Generator<AxisRange[]> {
  const counts = ranges.map(range => range.count);
  if (elementCount(counts) === 0) return;
  let axis = 0;
  while (axis < counts.length && elementCount(counts.slice(axis)) > maxElements) axis++;
  if (axis === 0) {
    yield [...ranges];
    return;
  }
  const cut = axis - 1;
  const group = Math.max(1, Math.floor(maxElements / elementCount(counts.slice(axis))));
  const outer = counts.slice(0, cut);
  const index = outer.map(() => 0);
  for (let done = false; !done; done = !advance(index, outer)) {
    for (let at = 0; at < counts[cut]!; at += group) {
      yield ranges.map((range, a) => {
        if (a < cut) return { start: range.start + index[a]! * range.step, count: 1, step: 1 };
        if (a > cut) return range;
        const count = Math.min(group, range.count - at);
        return { start: range.start + at * range.step, count, step: range.step };
      });
    }
  }
}

/** The next index in C order; false after the last. */
export function advance(index: number[], counts: readonly number[]): boolean {
  for (let axis = counts.length - 1; axis >= 0; axis--) {
    index[axis]!++;
    if (index[axis]! < counts[axis]!) return true;
    index[axis] = 0;
  }
  return false;
}
