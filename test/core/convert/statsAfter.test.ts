import { describe, expect, it } from 'vitest';
import { CONVERSIONS } from '../../../src/core/convert';
import type { OneConversion } from '../../../src/core/convert/conversion';
import { runConversion, valuesOf } from '../../../src/core/convert/run';
import { judgeRange } from '../../../src/core/lint/valueFacts';
import type { TensorStats } from '../../../src/core/tensor/stats';
import { computeStats } from '../../../src/core/tensor/statsCompute';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { loadMaths } from '../../../src/engine/tf';
import { floatsOf, tensorOf, WASM_FOLDER } from '../../support/conversions';

const maths = () => loadMaths(WASM_FOLDER);

function conversionOf(id: string): OneConversion {
  return CONVERSIONS.find(one => one.id === id) as OneConversion;
}

/** What rules of values ask for: all but how the values lie between their ends. */
function asked(stats: TensorStats) {
  const { count, nan, posInf, negInf, min, max, zeros, firstNotFinite } = stats;
  const isAllZero = zeros === count;
  return {
    count,
    nan,
    posInf,
    negInf,
    min,
    max,
    isAllZero,
    firstNotFinite,
    range: judgeRange(stats),
  };
}

const bytes = Uint8Array.from({ length: 96 }, (_, i) => (i * 37) % 256);
const floats = (f: (i: number) => number) => Float32Array.from({ length: 96 }, (_, i) => f(i));
const SHAPE = [1, 4, 8, 3];
const TENSORS: Readonly<Record<string, Tensor>> = {
  bytes: tensorOf('x', 'U8', SHAPE, bytes),
  'zeros of U8': tensorOf('x', 'U8', SHAPE, new Uint8Array(96)),
  'signed bytes': tensorOf('x', 'I8', SHAPE, bytes),
  'half precision': tensorOf('x', 'F16', SHAPE, new Uint8Array(floats(i => i).buffer, 0, 192)),
  '0 to 255': floatsOf(
    'x',
    SHAPE,
    floats(i => (i * 37) % 256),
  ),
  '-1 to 1': floatsOf(
    'x',
    SHAPE,
    floats(i => ((i * 37) % 96) / 47.5 - 1),
  ),
  unit: floatsOf(
    'x',
    SHAPE,
    floats(i => ((i * 37) % 96) / 95),
  ),
  'far out': floatsOf(
    'x',
    SHAPE,
    floats(i => (i - 40) * 100),
  ),
  tiny: floatsOf(
    'x',
    SHAPE,
    floats(i => i * 1e-45),
  ),
  'with holes': floatsOf(
    'x',
    SHAPE,
    floats(i => [Number.NaN, Infinity, -Infinity, i / 95, i, -i][i % 6]!),
  ),
  'nothing finite': floatsOf(
    'x',
    SHAPE,
    floats(() => Number.NaN),
  ),
};
const MENDS: readonly (readonly [id: string, options: Record<string, string>])[] = [
  ['toFloat32', {}],
  ['divide255', {}],
  ['signedToUnit', {}],
  ['replaceNonFinite', {}],
  ['replaceNonFinite', { nan: '-2', posInf: '7', negInf: '0' }],
  ['repeatBatch', { count: '3' }],
];

const inputOf = (tensor: (typeof TENSORS)[string]) => ({
  tensor,
  kind: null,
  candidates: [],
  file: 'x.safetensors',
  metadata: new Map(),
});

describe('what is known of values after a mend is what reading them gives', () => {
  let told = 0;
  for (const [id, options] of MENDS)
    it.each(Object.keys(TENSORS))(`${id} ${JSON.stringify(options)}: %s`, async name => {
      const tensor = TENSORS[name]!;
      const input = inputOf(tensor);
      const conversion = conversionOf(id);
      const values = valuesOf(conversion, options);
      const before = await computeStats(tensor, undefined, 16);
      const after = conversion.statsAfter!(before, input, values);
      if (after === null) return;
      told++;
      const [made] = runConversion(conversion, [input], values, { all: [input], maths });
      expect(asked(after)).toEqual(asked(await computeStats(made!, undefined, 16)));
    });

  it('and it is told where a mend is for', () => {
    expect(told).toBeGreaterThan(30);
  });

  it.each([
    ['divide255', 'bytes'],
    ['divide255', '0 to 255'],
    ['signedToUnit', '-1 to 1'],
    ['toFloat32', 'half precision'],
    ['replaceNonFinite', 'with holes'],
  ])('%s tells of %s', async (id, name) => {
    const tensor = TENSORS[name]!;
    const input = inputOf(tensor);
    const conversion = conversionOf(id);
    const before = await computeStats(tensor, undefined, 16);
    expect(conversion.statsAfter!(before, input, valuesOf(conversion, {}))).not.toBeNull();
  });
});
