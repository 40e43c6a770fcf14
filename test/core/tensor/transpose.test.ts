import { describe, expect, it } from 'vitest';
import { loadKernels, withoutKernels } from '../../../src/core/kernels/kernels';
import { cStrides, elementCount } from '../../../src/core/tensor/slice';
import { gatherUnits, unitBytesOf, unitsOf } from '../../../src/core/tensor/stridedRead/gather';
import { planLimits } from '../../../src/core/tensor/stridedRead/jobs';
import { planBox, simplifyAxes } from '../../../src/core/tensor/stridedRead/plan';

/** Element by element, as the definition has it. */
function permuted(bytes: Uint8Array, shape: readonly number[], order: readonly number[]) {
  const width = bytes.length / elementCount(shape);
  const out = new Uint8Array(bytes.length);
  const index = shape.map(() => 0);
  for (let from = 0; from < elementCount(shape); from++) {
    const at = order.reduce((sum, axis) => sum * shape[axis]! + index[axis]!, 0);
    out.set(bytes.subarray(from * width, (from + 1) * width), at * width);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = (index[axis]! + 1) % shape[axis]!;
      if (index[axis] !== 0) break;
    }
  }
  return out;
}

const CASES: readonly [readonly number[], readonly number[]][] = [
  [
    [3, 64, 65],
    [1, 2, 0],
  ],
  [
    [64, 65, 3],
    [2, 0, 1],
  ],
  [
    [700, 500],
    [1, 0],
  ],
  [
    [2, 17, 33, 5],
    [0, 3, 1, 2],
  ],
  [
    [4, 3, 40, 41],
    [3, 2, 1, 0],
  ],
  [
    [5000, 7],
    [1, 0],
  ],
  [
    [7, 5000],
    [1, 0],
  ],
];

/** The same through the loops that readers use. */
function gathered(bytes: Uint8Array, shape: readonly number[], order: readonly number[]) {
  const elementBytes = bytes.length / elementCount(shape);
  const unitBytes = unitBytesOf(elementBytes);
  const units = elementBytes / unitBytes;
  const strides = cStrides(shape);
  const outStrides = cStrides(order.map(axis => shape[axis]!));
  const axes = order.map((axis, i) => ({
    count: shape[axis]!,
    stride: strides[axis]! * units,
    outStride: outStrides[i]! * units,
  }));
  const all = simplifyAxes([...axes, { count: units, stride: 1, outStride: 1 }]);
  const out = new Uint8Array(bytes.length);
  for (const job of planBox(0, 0, all, planLimits(unitBytes, 1)))
    gatherUnits(
      job,
      unitsOf(bytes.subarray(job.base * unitBytes), unitBytes),
      unitsOf(out, unitBytes),
    );
  return out;
}

describe('axes that change places', () => {
  for (const elementBytes of [1, 2, 3, 4, 6, 8, 16])
    it(`keep every bit of elements of ${elementBytes} bytes, with kernels and without`, () => {
      expect(loadKernels()).not.toBeNull();
      for (const [shape, order] of CASES) {
        const bytes = new Uint8Array(elementCount(shape) * elementBytes);
        for (let i = 0; i < bytes.length; i++) bytes[i] = Math.imul(i, 0x9e3779b1) >>> 24;
        const expected = permuted(bytes, shape, order);
        expect(Buffer.compare(gathered(bytes, shape, order), expected)).toBe(0);
        const plain = withoutKernels(() => gathered(bytes, shape, order));
        expect(Buffer.compare(plain, expected)).toBe(0);
      }
    });
});
