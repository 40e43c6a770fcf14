import { describe, expect, it } from 'vitest';
import { streamPictures } from '../../../src/core/convert/pixels';
import { DTYPES } from '../../../src/core/tensor/dtypes';
import { CHUNK_BYTES } from '../../../src/core/tensor/streams';
import {
  conversion,
  floatsOf,
  inputOf,
  numbersOfStream,
  run,
  tensorOf,
} from '../../support/conversions';

describe('what a conversion makes of odd inputs', () => {
  it('refuses a mask with a channel axis where rows and columns count', () => {
    const mask = inputOf(floatsOf('mask', [2, 5, 4, 1], new Float32Array(40)), { kind: 'MASK' });
    for (const id of ['growMask', 'featherMask', 'resizeMask'] as const)
      expect(conversion(id).applies(mask)).toMatch(/channel axis.*squeeze it first/);
    expect(conversion('invertMask').applies(mask)).toBeNull();
  });

  it('takes a picture of one channel for a mask to make grey', async () => {
    const grey = inputOf(floatsOf('image', [1, 1, 2, 1], [0.25, 1]), { kind: 'IMAGE' });
    const [image] = run('maskToImage', [grey]);
    expect(image!.shape).toEqual([1, 1, 2, 3]);
    expect(await numbersOfStream(image!)).toEqual([0.25, 0.25, 0.25, 1, 1, 1]);
  });

  it('paints an old latent at the scale that LoadLatent gives it', async () => {
    const values = Array.from({ length: 16 }, (_, i) => Math.sin(i));
    const old = inputOf(floatsOf('latent_tensor', [1, 4, 2, 2], values), {
      kind: 'LATENT',
      file: 'x.latent',
      siblings: ['latent_tensor'],
    });
    const scaled = inputOf(
      floatsOf(
        'samples',
        [1, 4, 2, 2],
        values.map(value => Math.fround(Math.fround(value) / 0.18215)),
      ),
      { kind: 'LATENT' },
    );
    const [a, b] = [old, scaled].map(input => run('latentToRgb', [input], { format: 'SD15' })[0]!);
    const [one, two] = [await numbersOfStream(a!), await numbersOfStream(b!)];
    one.forEach((value, i) => {
      expect(Math.abs(value - two[i]!)).toBeLessThanOrEqual(1 / 255 + 1e-6);
    });
    const unscaled = run('latentToRgb', [{ ...old, file: 'x.safetensors' }], { format: 'SD15' });
    expect(await numbersOfStream(unscaled[0]!)).not.toEqual(one);
  });

  it('rescales only what was saved as a .latent without the marker', () => {
    const samples = floatsOf('samples', [1, 4, 2, 2], new Float32Array(16));
    const { applies } = conversion('rescaleOldLatent');
    expect(applies(inputOf(samples, { kind: 'LATENT' }))).toMatch(/not of a .latent file/);
    expect(applies(inputOf(samples, { kind: 'LATENT', file: 'x.latent' }))).toBeNull();
    const siblings = ['samples', 'latent_format_version_0'];
    expect(applies(inputOf(samples, { kind: 'LATENT', file: 'x.latent', siblings }))).toMatch(
      /marked/,
    );
  });

  it('makes a frame of a video an item of the batch', () => {
    const video = tensorOf('samples', 'F16', [2, 16, 3, 4, 5], new Uint8Array(2 * 16 * 3 * 20 * 2));
    const [image] = run('latentToRgb', [inputOf(video, { kind: 'LATENT' })], { format: 'Wan21' });
    expect(image!.shape).toEqual([6, 4, 5, 3]);
  });

  it('leaves the stand-in masks of streamPictures out of a stack', () => {
    const picture = (file: string, mask: readonly number[]) => [
      inputOf(floatsOf('image', [1, 2, 3, 3], new Float32Array(18)), { kind: 'IMAGE', file }),
      inputOf(floatsOf('mask', mask, new Float32Array(mask[1]! * mask[2]!)), {
        kind: 'MASK',
        file,
      }),
    ];
    const inputs = [...picture('a.png', [1, 64, 64]), ...picture('b.png', [1, 2, 3])];
    const streams = run('stackBatch', inputs);
    expect(streams.map(({ name, shape }) => [name, shape])).toEqual([['image', [2, 2, 3, 3]]]);
  });

  it.each(['#0080ff', '0080FF'])('reads the colour %s', async color => {
    const image = inputOf(floatsOf('image', [1, 1, 1, 3], [0, 128 / 255, 1]));
    const [mask] = run('colorToMask', [image], { color });
    expect(await numbersOfStream(mask!)).toEqual([1]);
  });

  it('refuses an item that maths has no room for, before it reads it', async () => {
    const huge = {
      ...floatsOf('mask', [1, 1, 1], [0]),
      shape: [1, 20_000, 20_000],
      strides: [0, 0, 0],
      byteLength: 1.6e9,
    };
    const [stream] = run('resizeMask', [inputOf(huge)], { width: '8', height: '8' });
    await expect(numbersOfStream(stream!)).rejects.toThrow(/1526 MiB as float32: more than/);
  });

  it('grows in rounds as in one go', async () => {
    const values = new Float32Array(60 * 60);
    values[30 * 60 + 30] = 1;
    const input = inputOf(floatsOf('mask', [1, 60, 60], values));
    const [stream] = run('growMask', [input], { expand: '20', tapered: 'false' });
    const grown = await numbersOfStream(stream!);
    // 20 steps of a 3 x 3 square make a square of 41.
    expect(grown.filter(value => value === 1).length).toBe(41 * 41);
  });
});

describe('tensors larger than a chunk', () => {
  it('keep every element in its place', async () => {
    const count = CHUNK_BYTES + 3;
    const bytes = new Uint8Array(count);
    for (let i = 0; i < count; i++) bytes[i] = i * 31 + (i >> 8);
    const [floats] = run('toFloat32', [inputOf(tensorOf('x', 'U8', [count], bytes))]);
    let at = 0;
    for await (const chunk of floats!.chunks()) {
      const values = DTYPES.F32.toNumbers(chunk, chunk.length / 4);
      const back = Buffer.from(DTYPES.U8.fromNumbers(values));
      expect(back.equals(bytes.subarray(at, at + back.length))).toBe(true);
      at += back.length;
    }
    expect(at).toBe(count);
  });

  it('come apart into whole pictures', async () => {
    const shape = [3, 401, 501, 3];
    const count = 3 * 401 * 501 * 3;
    const levels = new Uint8Array(count);
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      levels[i] = i * 7 + (i >> 10);
      values[i] = levels[i]! / 255;
    }
    const [stream] = run('exportPng', [
      inputOf(floatsOf('image', shape, values), { kind: 'IMAGE' }),
    ]);
    let at = 0;
    for await (const picture of streamPictures(stream!, 'IMAGE')) {
      expect(Buffer.compare(picture, levels.subarray(at, at + picture.length))).toBe(0);
      at += picture.length;
    }
    expect(at).toBe(count);
  });
});
