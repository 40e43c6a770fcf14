import { describe, expect, it } from 'vitest';
import type { ConversionId } from '../../../src/core/convert/conversionIds';
import { DTYPES } from '../../../src/core/tensor/dtypes';
import { loadMaths } from '../../../src/engine/tf';
import {
  contextOf,
  floatsOf,
  inputOf,
  numbersOfStream,
  run,
  tensorOf,
  WASM_FOLDER,
} from '../../support/conversions';

const f = Math.fround;

async function result(
  id: ConversionId,
  shape: readonly number[],
  values: readonly number[],
  options: Record<string, string> = {},
): Promise<number[]> {
  const [out] = run(id, [inputOf(floatsOf('x', shape, values))], options);
  expect(out!.dtype.name).toBe('F32');
  return numbersOfStream(out!);
}

describe('value maths', () => {
  it('divides by 255 as float32 division does, for every byte', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const [out] = run('divide255', [inputOf(tensorOf('x', 'U8', [256], bytes))]);
    expect(await numbersOfStream(out!)).toEqual([...bytes].map(byte => f(byte / 255)));
  });

  it.each<[ConversionId, number[], number[], Record<string, string>?]>([
    ['signedToUnit', [-1, 0, 1, 0.5], [0, 0.5, 1, 0.75]],
    ['clamp01', [-1, 0.25, 2, NaN, Infinity, -Infinity], [0, 0.25, 1, NaN, 1, 0]],
    ['replaceNonFinite', [NaN, Infinity, -Infinity, -3], [0, 1, 0, -3]],
    [
      'replaceNonFinite',
      [NaN, Infinity, -Infinity, 9],
      [0.5, 7, -7, 9],
      { nan: '0.5', posInf: '7', negInf: '-7' },
    ],
    ['invertMask', [0, 0.25, 1, 2], [1, 0.75, 0, -1]],
    ['thresholdMask', [0.5, 0.51, 0, NaN], [0, 1, 0, 0]],
    ['thresholdMask', [0.25, 0.5, 0, 1], [0, 1, 0, 1], { threshold: '0.25' }],
  ])('%s of %j is %j', async (id, values, expected, options = {}) => {
    const shape = id.endsWith('Mask') ? [1, 1, values.length] : [values.length];
    expect(await result(id, shape, values, options)).toEqual(expected);
  });

  it('rescales an old latent by 1 / 0.18215 and marks it', async () => {
    const input = inputOf(floatsOf('latent_tensor', [1, 1, 1, 2], [1, -0.18215]));
    const [samples, marker] = run('rescaleOldLatent', [input]);
    const [one, minus] = await numbersOfStream(samples!);
    expect(one).toBeCloseTo(5.489980785067252, 6);
    expect(minus).toBeCloseTo(-1, 6);
    expect(marker!.name).toBe('latent_format_version_0');
    expect(marker!.shape).toEqual([0]);
  });
});

describe('growMask', () => {
  const dot = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0];

  it('grows a dot to a square, or to a plus when tapered', async () => {
    // scipy.ndimage.grey_dilation of a dot is its footprint.
    const square = [0, 1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 0];
    const plus = [0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 0, 0];
    expect(await result('growMask', [1, 3, 5], dot, { expand: '1', tapered: 'false' })).toEqual(
      square,
    );
    expect(await result('growMask', [1, 3, 5], dot, { expand: '1', tapered: 'true' })).toEqual(
      plus,
    );
  });

  it('does not shrink at the border: past it there is nothing', async () => {
    const full = Array.from({ length: 15 }, () => 1);
    expect(await result('growMask', [1, 3, 5], full, { expand: '-2' })).toEqual(full);
    const corner = [0, 1, 1, 1, 1, 1, 1, 1, 1];
    const shrunk = [0, 0, 1, 0, 0, 1, 1, 1, 1];
    expect(await result('growMask', [1, 3, 3], corner, { expand: '-1', tapered: 'false' })).toEqual(
      shrunk,
    );
  });

  it('keeps values below 0 and between 0 and 1, and each item by itself', async () => {
    const values = [-3, -2, 0.25, 0.5, 9, 0, 0, 0];
    expect(await result('growMask', [2, 1, 4], values, { expand: '1', tapered: 'false' })).toEqual([
      -2, 0.25, 0.5, 0.5, 9, 9, 0, 0,
    ]);
  });

  it('refuses NaN, which a maximum would swallow', async () => {
    await expect(result('growMask', [1, 1, 2], [NaN, 1], { expand: '1' })).rejects.toThrow(
      /holds NaN/,
    );
  });
});

describe('featherMask', () => {
  it('multiplies linear ramps from the edges', async () => {
    const ones = Array.from({ length: 8 }, () => 1);
    expect(
      await result('featherMask', [1, 2, 4], ones, {
        left: '2',
        right: '1',
        top: '0',
        bottom: '2',
      }),
    ).toEqual([0.5, 1, 1, 1, 0.25, 0.5, 0.5, 0.5]);
  });
});

describe('image and mask', () => {
  const rgba = inputOf(floatsOf('image', [1, 1, 2, 4], [0.25, 0.5, 0.75, 1, 0, 1, 0.5, 0.25]), {
    kind: 'IMAGE',
  });

  it('splits alpha as 1 - alpha', async () => {
    const [image, mask] = run('splitAlpha', [rgba]);
    expect([image!.name, image!.shape, image!.kind]).toEqual(['image', [1, 1, 2, 3], 'IMAGE']);
    expect(await numbersOfStream(image!)).toEqual([0.25, 0.5, 0.75, 0, 1, 0.5]);
    expect([mask!.name, mask!.shape, mask!.kind]).toEqual(['mask', [1, 1, 2], 'MASK']);
    expect(await numbersOfStream(mask!)).toEqual([0, 0.75]);
  });

  it('gives a MASK of zeros where there is no alpha', async () => {
    const rgb = inputOf(floatsOf('image', [1, 1, 1, 3], [1, 2, 3]));
    const [, mask] = run('splitAlpha', [rgb]);
    expect(await numbersOfStream(mask!)).toEqual([0]);
  });

  it('joins what it split', async () => {
    const [image, mask] = run('splitAlpha', [rgba]);
    const parts = [
      inputOf(floatsOf('image', image!.shape, await numbersOfStream(image!)), { kind: 'IMAGE' }),
      inputOf(floatsOf('mask', mask!.shape, await numbersOfStream(mask!)), { kind: 'MASK' }),
    ];
    const [joined] = run('joinAlpha', parts);
    expect(joined!.shape).toEqual([1, 1, 2, 4]);
    expect(await numbersOfStream(joined!)).toEqual([0.25, 0.5, 0.75, 1, 0, 1, 0.5, 0.25]);
  });

  it('joins a batch with a single mask of another size', async () => {
    const image = inputOf(floatsOf('image', [2, 2, 2, 3], new Float32Array(24)), { kind: 'IMAGE' });
    const mask = inputOf(floatsOf('mask', [1, 1, 1], [0.25]), { kind: 'MASK' });
    const [joined] = run('joinAlpha', [image, mask]);
    expect(joined!.shape).toEqual([2, 2, 2, 4]);
    const values = await numbersOfStream(joined!);
    expect(values.filter((_, i) => i % 4 === 3)).toEqual(Array.from({ length: 8 }, () => 0.75));
  });

  it.each([
    ['red', 0],
    ['alpha', 3],
  ])('takes %s as a MASK, not inverted', async (channel, index) => {
    const [mask] = run('channelToMask', [rgba], { channel });
    expect(await numbersOfStream(mask!)).toEqual(
      [0.25, 0.5, 0.75, 1, 0, 1, 0.5, 0.25].filter((_, i) => i % 4 === index),
    );
  });

  it('selects a colour by its rounded bytes', async () => {
    // 255 * 0.5 = 127.5 rounds half to even: 128.
    const image = inputOf(floatsOf('image', [1, 1, 3, 3], [1, 0.5, 0, 2, 0.5, -1, 1, 0.496, 0]));
    const [mask] = run('colorToMask', [image], { color: '#ff8000' });
    expect(await numbersOfStream(mask!)).toEqual([1, 1, 0]);
  });

  it('repeats a MASK as grey', async () => {
    const [image] = run('maskToImage', [inputOf(floatsOf('m', [1, 1, 2], [0.25, 1]))]);
    expect([image!.shape, image!.kind]).toEqual([[1, 1, 2, 3], 'IMAGE']);
    expect(await numbersOfStream(image!)).toEqual([0.25, 0.25, 0.25, 1, 1, 1]);
  });

  it('composites source over destination where the mask is 1', async () => {
    const [below, above] = ['a', 'b'].map((name, i) =>
      inputOf(floatsOf(name, [1, 1, 2, 3], [i, i, i, i, i, i]), { kind: 'IMAGE' }),
    );
    const mask = inputOf(floatsOf('m', [1, 1, 2], [0.25, 1]), { kind: 'MASK' });
    const [out] = run('compositeMasked', [below!, above!, mask]);
    expect(await numbersOfStream(out!)).toEqual([0.25, 0.25, 0.25, 1, 1, 1]);
  });
});

describe('the tfjs engine', () => {
  it('keeps no tensor after conversions, failed ones included', async () => {
    const { tf } = await loadMaths(WASM_FOLDER);
    const before = tf.memory().numTensors;
    await result(
      'growMask',
      [2, 4, 4],
      Array.from({ length: 32 }, (_, i) => i),
      { expand: '3' },
    );
    await result(
      'resizeMask',
      [2, 4, 4],
      Array.from({ length: 32 }, (_, i) => i),
      {
        width: '3',
        height: '9',
        method: 'bicubic',
      },
    );
    const maths = await contextOf().maths();
    const failing = maths.compute([{ values: new Float32Array(4), shape: [4] }], (ops, x) => {
      ops.add(x!, 1);
      throw new Error('half way');
    });
    await expect(failing).rejects.toThrow('half way');
    expect(tf.memory().numTensors).toBe(before);
  });

  it('runs on the WASM backend', async () => {
    const { tf } = await loadMaths(WASM_FOLDER);
    expect(tf.getBackend()).toBe('wasm');
  });
});

describe('casts', () => {
  it.each([
    ['F16', [2049, 2051, 65520, 1e-8], [2048, 2052, Infinity, 0]],
    ['BF16', [1.00390625, 1.01171875, 3.39e38], [1, 1.015625, 3.3895313892515355e38]],
    ['F8_E4M3', [17, 19, 448, 500, -1e9, Infinity], [16, 20, 448, 448, -448, 448]],
    ['F8_E5M2', [9, 57344, 70000, Infinity], [8, 57344, 57344, Infinity]],
    ['I8', [-128, 127, 3], [-128, 127, 3]],
    ['BOOL', [0, 1, 1], [0, 1, 1]],
  ])('%s rounds to nearest even, and fp8 saturates', async (dtype, values, expected) => {
    const [out] = run('castDtype', [inputOf(floatsOf('x', [values.length], values))], { dtype });
    expect(out!.dtype.name).toBe(dtype);
    expect(await numbersOfStream(out!)).toEqual(expected);
  });

  it('gives NaN past fp8 as torch does, when asked', async () => {
    const input = inputOf(floatsOf('x', [2], [500, 448]));
    const [out] = run('castDtype', [input], { dtype: 'F8_E4M3', overflow: 'torch' });
    expect(await numbersOfStream(out!)).toEqual([NaN, 448]);
  });

  it.each([
    ['a fraction', [0.5], 'I32', /Element 0 is 0.5, which I32 cannot hold exactly/],
    ['too large a value', [1, 300], 'U8', /Element 1 is 300/],
    ['a negative value', [-1], 'U16', /Element 0 is -1/],
    ['NaN', [NaN], 'I64', /NaN, which I64 has no number for/],
    ['Infinity', [Infinity], 'I32', /Element 0 is Infinity/],
    ['2 as bool', [2], 'BOOL', /Element 0 is 2/],
  ])('refuses %s as an integer', async (_, values, dtype, message) => {
    const [out] = run('castDtype', [inputOf(floatsOf('x', [values.length], values))], { dtype });
    await expect(numbersOfStream(out!)).rejects.toThrow(message);
  });

  it('refuses NaN as an integer even when it may lose something', async () => {
    const [out] = run('castDtype', [inputOf(floatsOf('x', [1], [NaN]))], {
      dtype: 'U8',
      lossy: 'true',
    });
    await expect(numbersOfStream(out!)).rejects.toThrow(/NaN/);
  });

  it('cuts fractions and ranges when it may', async () => {
    const input = inputOf(floatsOf('x', [4], [1.9, -1.9, 300, -5]));
    const [out] = run('castDtype', [input], { dtype: 'U8', lossy: 'true' });
    expect(await numbersOfStream(out!)).toEqual([1, 0, 255, 0]);
  });

  it.each([
    [2n ** 53n + 1n, 'F64', false],
    [2n ** 53n, 'F64', true],
    [2n ** 63n - 1n, 'F32', false],
    [2n ** 24n + 1n, 'F32', false],
    [2n ** 62n, 'F32', true],
    [2n ** 62n + 1n, 'U64', true],
    [-1n, 'U64', false],
    [2n ** 31n, 'I32', false],
  ])('casts the 64-bit integer %s to %s: %s', async (value, dtype, fits) => {
    const bytes = new Uint8Array(BigInt64Array.of(value).buffer);
    const [out] = run('castDtype', [inputOf(tensorOf('x', 'I64', [1], bytes))], { dtype });
    const text = numbersOfStream(out!);
    if (!fits) await expect(text).rejects.toThrow(/cannot hold exactly/);
    else expect(BigInt((await text)[0]!)).toBe(dtype === 'U64' ? 2n ** 62n : value);
  });

  it('makes float32 of any dtype in its own scale', async () => {
    const [out] = run('toFloat32', [inputOf(tensorOf('x', 'U8', [3], Uint8Array.of(0, 1, 255)))]);
    expect(await numbersOfStream(out!)).toEqual([0, 1, 255]);
    const half = DTYPES.BF16.fromNumbers(Float32Array.of(1.5, NaN, -Infinity));
    const [floats] = run('toFloat32', [inputOf(tensorOf('x', 'BF16', [3], half))]);
    expect(await numbersOfStream(floats!)).toEqual([1.5, NaN, -Infinity]);
  });
});
