import type { DType } from '../tensor/dtype';
import { cStrides } from '../tensor/slice';

/** Distinct shapes that are kept; files with more have no use for sharing. */
export const MAX_SHAPES = 4096;

/** How the elements of a tensor lie, in C order. */
export interface ElementLayout {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/**
 * One array for equal shapes, and one for their strides: a model of a hundred thousand tensors has a few
 * dozen shapes, and memory for its header must not grow with the tensors times the rank.
 */
export class SharedShapes {
  readonly #shapes = new Map<number, readonly number[]>();
  readonly #strides = new Map<readonly number[], readonly number[]>();

  shared(shape: readonly number[]): readonly number[] {
    const key = hashOf(shape);
    const known = this.#shapes.get(key);
    if (known && isSame(known, shape)) return known;
    if (this.#shapes.size < MAX_SHAPES) this.#shapes.set(key, shape);
    return shape;
  }

  layout(dtype: DType, shape: readonly number[]): ElementLayout {
    return { dtype, shape, strides: this.strides(shape) };
  }

  /** C-order strides of a shape, the same array for the same shape array. */
  strides(shape: readonly number[]): readonly number[] {
    const known = this.#strides.get(shape);
    if (known) return known;
    const strides = cStrides(shape);
    if (this.#strides.size < MAX_SHAPES) this.#strides.set(shape, strides);
    return strides;
  }
}

function hashOf(shape: readonly number[]): number {
  let hash = shape.length;
  for (let axis = 0; axis < shape.length; axis++) hash = (Math.imul(hash, 31) + shape[axis]!) | 0;
  return hash;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false;
  return true;
}
