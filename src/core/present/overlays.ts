import { type Classification, drawnAs } from '../contracts/classification';
import type { Contract } from '../contracts/contract';
import { imageContract } from '../contracts/image';
import { contractOf } from '../contracts/index';
import { type Layout, layoutOf } from '../contracts/layout';
import type { PictureAxes } from '../render/picture';
import { colorChannels } from './present';
import type { Subject } from './views';

/** A tensor that may be laid over or under another. */
export interface Overlay {
  readonly layout: Layout;
  /** Whether it has the height and width of the tensor shown. */
  readonly sameSize: boolean;
}

/** Whether a tensor of a kind can be laid over or under the one shown, and how; null where not. */
export function overlayOf(shown: Subject, other: Subject, contract: Contract): Overlay | null {
  // A noise mask is a MASK wherever it lies.
  if (drawnAs(other.classification)?.kind !== contract.kind) return null;
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
    const overlay = index === mask ? null : overlayOf(tensors[mask]!, tensor, imageContract);
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

/** The axes of an overlay that are read, and its channels: three colours where its kind has them, else one plane. */
export function overlayAxes(
  { classification, shape }: Pick<Subject, 'classification' | 'shape'>,
  { rows, columns, channels }: Layout,
): { readonly axes: PictureAxes; readonly channels: readonly number[] } {
  const isColored = channels !== null && drawnAs(classification)?.view === 'image';
  if (!isColored) return { axes: { rows, columns: columns!, channels: null }, channels: [] };
  return {
    axes: { rows, columns: columns!, channels },
    channels: colorChannels(shape[channels]!).slice(0, 3),
  };
}

/** Whether what lies over a tensor is brought to its size, as the sampler does with a noise mask. */
export function scalesOverlays({ kind }: Classification): boolean {
  return kind !== null && contractOf(kind).view === 'latent';
}
