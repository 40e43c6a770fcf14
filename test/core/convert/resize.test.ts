import { describe, expect, it } from 'vitest';
import { RESIZE_METHODS } from '../../../src/core/convert/resample';
import { casePath, expectedCases } from '../../support/cases';
import { floatsOf, inputOf, numbersOfStream, run } from '../../support/conversions';
import { openPath } from '../../support/openCase';

interface Resized {
  readonly shape: number[];
  readonly first: string[];
  readonly min: string;
  readonly max: string;
  readonly mean: string;
  readonly std: string;
}
interface Expected {
  readonly files: {
    readonly 'mask_resize_in.safetensors': { readonly resized_33x47: Record<string, Resized> };
  };
}

const expected = (await expectedCases<Expected>('comfy')).files['mask_resize_in.safetensors'];
const [mask] = (await openPath(casePath('comfy', 'mask_resize_in.safetensors'))).tensors;

describe('resizing', () => {
  it.each(RESIZE_METHODS)('%s agrees with torch to 1e-5', async method => {
    const truth = expected.resized_33x47[method]!;
    const [out] = run('resizeMask', [inputOf(mask!)], { width: '47', height: '33', method });
    expect(out!.shape).toEqual(truth.shape);
    const values = await numbersOfStream(out!);
    truth.first.forEach((text, i) => {
      expect(values[i]).toBeCloseTo(Number(text), 5);
    });
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const std = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    expect(Math.min(...values)).toBeCloseTo(Number(truth.min), 5);
    expect(Math.max(...values)).toBeCloseTo(Number(truth.max), 5);
    expect(mean).toBeCloseTo(Number(truth.mean), 6);
    expect(std).toBeCloseTo(Number(truth.std), 6);
  });

  it.each(RESIZE_METHODS)('%s to the same size changes nothing', async method => {
    const values = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i));
    const input = inputOf(floatsOf('m', [1, 3, 4], values));
    const [out] = run('resizeMask', [input], { width: '4', height: '3', method });
    expect(await numbersOfStream(out!)).toEqual([...values]);
  });

  it('area over whole blocks is their mean', async () => {
    const input = inputOf(floatsOf('m', [1, 2, 4], [0, 1, 2, 3, 4, 5, 6, 7]));
    const [out] = run('resizeMask', [input], { width: '2', height: '1', method: 'area' });
    expect(await numbersOfStream(out!)).toEqual([2.5, 4.5]);
  });

  it('resizes each channel of each image by itself', async () => {
    const input = inputOf(floatsOf('i', [2, 1, 2, 3], [0, 10, 20, 4, 14, 24, 1, 2, 3, 1, 2, 3]));
    const [out] = run('resizeImage', [input], { width: '4', height: '1', method: 'bilinear' });
    expect(out!.shape).toEqual([2, 1, 4, 3]);
    // Centres at -0.25, 0.25, 0.75, 1.25 of two pixels: shares 0, 1/4, 3/4, 1.
    expect(await numbersOfStream(out!)).toEqual([
      0, 10, 20, 1, 11, 21, 3, 13, 23, 4, 14, 24, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3,
    ]);
  });

  it('takes the size of the IMAGE in the same file', async () => {
    const small = inputOf(floatsOf('mask', [1, 1, 1], [0.5]), { kind: 'MASK' });
    const image = inputOf(floatsOf('image', [1, 2, 3, 3], new Float32Array(18)), { kind: 'IMAGE' });
    const [out] = run('resizeMask', [small], {}, [small, image]);
    expect(out!.shape).toEqual([1, 2, 3]);
  });
});
