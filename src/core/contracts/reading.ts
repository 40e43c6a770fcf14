import { type LocalText, verbatim } from '../l10n';

/** A shape read under one contract: what each axis is, and which one mistake explains it. */
export interface ShapeReading<Fault extends string> {
  /** One letter per axis, in the shape's order: `BHWC`; `?` where the contract has no name. */
  readonly layout: string;
  readonly shape: readonly number[];
  /** The one thing wrong with the shape; null when it is sound. */
  readonly fault: Fault | null;
  /** Indices of the axes that break the contract. */
  readonly wrong: readonly number[];
  /** What the shape alone cannot tell, in words. */
  readonly ambiguity?: LocalText;
}

/** The size of a named axis; undefined when the reading has no such axis. */
export function sizeOf(reading: ShapeReading<string>, axis: string): number | undefined {
  const index = reading.layout.indexOf(axis);
  return index < 0 ? undefined : reading.shape[index];
}

/** A shape as people read it: `[2, 48, 64, 3]`. */
export function shapeText(shape: readonly number[]): LocalText {
  return verbatim(`[${shape.join(', ')}]`);
}

/** Indices of the axes of size 0. */
export function emptyAxes(shape: readonly number[]): readonly number[] {
  if (!shape.includes(0)) return NO_AXES;
  return shape.flatMap((size, index) => (size === 0 ? [index] : []));
}

const NO_AXES: readonly number[] = [];

/** A layout of question marks, for shapes that fit no contract. */
export function unknownLayout(shape: readonly number[]): string {
  return '?'.repeat(shape.length);
}
