import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { latentPictures } from '../../../src/core/render/latentRgb';
import { readBox } from '../../../src/core/tensor/read';
import { elementCount, wholeRanges } from '../../../src/core/tensor/slice';
import { casePath, expectedCases } from '../../support/cases';
import { openPath } from '../../support/openCase';

interface Expected {
  readonly latent_preview: Record<string, { readonly format: string; readonly rgb_u8: string }>;
}

const { latent_preview: previews } = await expectedCases<Expected>('comfy');

describe('Latent2RGB', () => {
  it.each(Object.entries(previews))('gives ComfyUI’s own picture of %s', async (name, expected) => {
    const [samples] = (await openPath(casePath('comfy', name))).tensors;
    const ranges = wholeRanges(samples!.shape).map((range, axis) =>
      axis === 0 ? { ...range, count: 1 } : range,
    );
    const shape = samples!.shape.slice(1);
    const bytes = await readBox(samples!, ranges);
    const values = samples!.dtype.toNumbers(bytes, elementCount(shape));
    const { pixels, height, width, frames } = latentPictures(values, shape, expected.format);
    const truth = (await readFile(casePath('comfy', expected.rgb_u8))).subarray(128);
    expect(pixels.length).toBe(frames * height * width * 3);
    expect(frames).toBe(shape.length === 4 ? shape[1] : 1);
    expect([...pixels.subarray(0, truth.length)]).toEqual([...truth]);
  });

  it('lays Flux2’s channels out as pixels of twice the size', () => {
    // Channel c * 4 + dy * 2 + dx of a 1 x 1 latent is pixel (dy, dx) of channel c.
    const values = new Float32Array(128);
    values[0 * 4 + 1 * 2 + 0] = 100;
    const { height, width, pixels } = latentPictures(values, [128, 1, 1], 'Flux2');
    expect([height, width]).toEqual([2, 2]);
    const [a, b, c, d] = [0, 3, 6, 9].map(at => [...pixels.subarray(at, at + 3)]);
    expect(b).toEqual(a);
    expect(d).toEqual(a);
    expect(c).not.toEqual(a);
  });

  it.each([
    ['StableAudio1', [64, 8, 8], /no RGB preview/],
    ['toString', [4, 8, 8], /no RGB preview/],
    ['SD15', [16, 8, 8], /SD15, which has 4 channels/],
  ])('refuses %s for shape %j', (format, shape, message) => {
    expect(() => latentPictures(new Float32Array(elementCount(shape)), shape, format)).toThrow(
      message,
    );
  });
});
