import { drawnAs } from '../contracts/classification';
import type { Kind } from '../contracts/index';
import { type Layout, layoutOf } from '../contracts/layout';
import type { Subject } from './views';

/** A tensor that may be laid over or under another. */
export interface Overlay {
  readonly layout: Layout;
  /** Whether it has the height and width of the tensor shown. */
  readonly sameSize: boolean;
}

/** Whether a tensor can be laid over or under the one shown as a tensor of `kind`, and how; null where not. */
export function overlayOf(shown: Subject, other: Subject, kind: Kind): Overlay | null {
  // A noise mask is a MASK wherever it lies.
  if (drawnAs(other.classification)?.kind !== kind) return null;
  if (other.shape.includes(0) || !other.numeric) return null;
  const layout = layoutOf(other);
  if (layout.rows === null || layout.columns === null) return null;
  const { rows, columns } = layoutOf(shown);
  const size = (of: Subject, axis: number | null) => (axis === null ? 1 : of.shape[axis]);
  const sameSize =
    size(other, layout.rows) === size(shown, rows) &&
    size(other, layout.columns) === size(shown, columns);
  return { layout, sameSize };
}

/** The IMAGE of its file that a MASK opens over: the first of its size, else the first; null where there is none. */
export function imageUnder(
  tensors: readonly Subject[],
  mask: number,
): (Overlay & { readonly index: number }) | null {
  const found = tensors.flatMap((tensor, index) => {
    const overlay = index === mask ? null : overlayOf(tensors[mask]!, tensor, 'IMAGE');
    return overlay ? [{ ...overlay, index }] : [];
  });
  return found.find(one => one.sameSize) ?? found[0] ?? null;
}

/** The item of an overlay at the batch item shown, or its last where it has fewer. */
export function overlayIndex(
  { shape }: Pick<Subject, 'shape'>,
  { batch }: Layout,
  item: number,
): readonly number[] {
  return shape.map((size, axis) => (axis === batch ? Math.min(item, size - 1) : 0));
}
