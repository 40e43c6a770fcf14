import { sizesDiffer, sizesEqual } from '../domain/size';
import { ANY_AXIS, type Axis, axis, type DtypeClass, type TensorValue } from '../domain/value';

/** Axes of two operands aligned from the right, or null where they provably do not fit. */
export function broadcastAxes(
  a: readonly Axis[] | null,
  b: readonly Axis[] | null,
): readonly Axis[] | 'unknown' | null {
  if (a === null || b === null) return 'unknown';
  const rank = Math.max(a.length, b.length);
  const axes: Axis[] = [];
  for (let i = 0; i < rank; i++) {
    const merged = mergeAxis(a[i - rank + a.length], b[i - rank + b.length]);
    if (merged === null) return null;
    axes.push(merged);
  }
  return axes;
}

function mergeAxis(a: Axis | undefined, b: Axis | undefined): Axis | null {
  if (a === undefined || b === undefined) return a ?? b ?? ANY_AXIS;
  if (a.size === 1) return b.size === 1 ? axis(1, a.role === b.role ? a.role : null) : b;
  if (b.size === 1) return a;
  const role = a.role === b.role || b.role === null ? a.role : a.role === null ? b.role : null;
  if (sizesEqual(a.size, b.size)) return axis(a.size, role);
  if (typeof a.size === 'number' && typeof b.size === 'number') {
    return sizesDiffer(a.size, b.size) ? null : axis(a.size, role);
  }
  if (typeof a.size === 'number' && a.size > 1) return axis(a.size, role);
  if (typeof b.size === 'number' && b.size > 1) return axis(b.size, role);
  return axis(null, role);
}

/** Whether an image `[..,H,W,C]` meets a mask `[..,H,W]` with W against C. */
export function isImageAgainstMask(image: TensorValue, mask: TensorValue): boolean {
  const [a, b] = [image.axes, mask.axes];
  if (a === null || b === null || b.length < 2 || a.length <= b.length) return false;
  const lines = (axes: readonly Axis[], at: number, role: string) => axes.at(at)?.role === role;
  if (!lines(a, -1, 'C') || !lines(a, -2, 'W') || !lines(a, -3, 'H')) return false;
  if (!lines(b, -1, 'W') || !lines(b, -2, 'H')) return false;
  return b.at(-1)!.size !== 1 && b.at(-2)!.size !== 1;
}

const DTYPE_ORDER: readonly DtypeClass[] = ['bool', 'uint8', 'int', 'half', 'float'];

/** The dtype class of a result of two tensors. */
export function promote(a: DtypeClass | null, b: DtypeClass | null): DtypeClass | null {
  if (a === null || b === null) return null;
  return DTYPE_ORDER[Math.max(DTYPE_ORDER.indexOf(a), DTYPE_ORDER.indexOf(b))]!;
}
