import { type LocalText, mark, t, verbatim } from '../../l10n';
import type { DType } from '../../tensor/dtype';
import { type PickleValue, sequenceItems } from '../pickle/value';
import { MAX_AXES, MAX_VIEW_BYTES } from './limits';
import { asCount, BrokenTensor, bytesFor, type Reason, UnusableTensor } from './storages';

/** Shape, strides and offset of a view, in elements. */
export interface Geometry {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  readonly elementCount: number;
}

/**
 * Reads and checks what a pickle says of a tensor's form: integers only, none negative, nothing beyond 2^53.
 * @throws BrokenTensor otherwise.
 */
export function parseGeometry(
  offset: PickleValue | undefined,
  size: PickleValue | undefined,
  stride: PickleValue | undefined,
): Geometry {
  const shape = parseCounts(size);
  const strides = parseCounts(stride, mark('stride'));
  const start = asCount(offset);
  if (start === undefined)
    throw new BrokenTensor(tensor => t`${tensor} has the storage offset ${show(offset)}`);
  if (shape.length !== strides.length)
    throw new BrokenTensor(
      tensor => t`${tensor} has ${shape.length} sizes and ${strides.length} strides`,
    );
  return { shape, strides, offset: start, elementCount: countElements(shape) };
}

/** @throws BrokenTensor unless `value` is a tuple of whole numbers, none negative. */
export function parseCounts(value: PickleValue | undefined, what = mark('size')): number[] {
  const items = sequenceItems(value);
  if (!items) throw new BrokenTensor(tensor => t`${tensor} has no ${t(what)}`);
  if (items.length > MAX_AXES)
    throw new BrokenTensor(tensor => t`${tensor} has ${items.length} axes, more than ${MAX_AXES}`);
  return items.map(item => {
    const count = asCount(item);
    if (count === undefined)
      throw new BrokenTensor(tensor => t`${tensor} has ${show(item)} in its ${t(what)}`);
    return count;
  });
}

/** Strides of a compact array in C order. */
export function compactStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--)
    strides[axis] = strides[axis + 1]! * Math.max(1, shape[axis + 1]!);
  return strides;
}

/**
 * Checks that a view stays inside its storage: offset + sum((size - 1) * stride) < elements.
 * @throws BrokenTensor outside, UnusableTensor for an expanded view of a size that no data has.
 */
export function checkInside(geometry: Geometry, dtype: DType, storageElements: number): void {
  const { shape, strides, offset, elementCount } = geometry;
  const byteLength = bytesFor(dtype, elementCount);
  if (!Number.isSafeInteger(byteLength * 8)) throw new BrokenTensor(tooMany(shape));
  if (elementCount === 0) return;
  const last = shape.reduce((sum, size, axis) => sum + (size - 1) * strides[axis]!, offset);
  // Inexact sums are far beyond any storage, so the comparison still tells.
  if (!(last < storageElements))
    throw new BrokenTensor(
      tensor =>
        t`${tensor} reaches element ${last} of a storage of ${storageElements}: shape [${shape}], strides [${strides}], offset ${offset}`,
    );
  if (byteLength > MAX_VIEW_BYTES && byteLength > bytesFor(dtype, storageElements))
    throw new UnusableTensor(
      tensor =>
        t`${tensor} would expand ${bytesFor(dtype, storageElements)} bytes to ${byteLength}: it is not shown`,
    );
}

/** Elements of a shape. @throws BrokenTensor when a double cannot count them. */
export function countElements(shape: readonly number[]): number {
  if (shape.includes(0)) return 0;
  const count = shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(count)) throw new BrokenTensor(tooMany(shape));
  return count;
}

function tooMany(shape: readonly number[]): Reason {
  return tensor => t`${tensor} has the shape [${shape}], more elements than any file can hold`;
}

function show(value: PickleValue | undefined): LocalText {
  if (value === undefined) return t('nothing');
  if (typeof value !== 'object') return verbatim(String(value).slice(0, 40));
  if (value === null) return verbatim('None');
  return value instanceof Uint8Array ? t('bytes') : t`a ${value.kind}`;
}
