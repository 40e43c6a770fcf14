import { describe, expect, it } from 'vitest';
import { casePath, expectedCases } from '../support/cases';
import { cli, jsonLines } from '../support/cli';

interface Tensor {
  readonly first: string[];
  readonly shape: number[];
  readonly dtype: string;
  readonly nan?: number;
  readonly posinf?: number;
  readonly neginf?: number;
  readonly min: string;
  readonly max: string;
  readonly mean: string;
  readonly std: string;
  readonly zeros?: number;
}
interface Expected {
  readonly files: Record<string, { readonly tensors?: Record<string, Tensor> }>;
}
interface ValuesLine {
  readonly tensors: { name: string; shape: number[]; values: string[] }[];
}
interface StatsLine {
  readonly tensors: Record<string, number | string>[];
}

const { files } = await expectedCases<Expected>('comfy');
const isNumber = (tensor: Tensor) => tensor.dtype !== 'complex64' && tensor.mean !== undefined;

const tensors = Object.entries(files).flatMap(([file, { tensors: all = {} }]) =>
  Object.entries(all)
    .filter(([, tensor]) => tensor.first.length > 0)
    .map(([name, tensor]) => [file, name, tensor] as const),
);

describe('values', () => {
  it.each(tensors)('%s %s: the first values to the bit', async (file, name, expected) => {
    const count = expected.first.length;
    const run = await cli(
      'values',
      casePath('comfy', file),
      '--tensor',
      name,
      '--first',
      `${count}`,
      '--json',
    );
    const [line] = jsonLines<ValuesLine>(run);
    const got = line!.tensors[0]!;
    expect(got.shape).toEqual(expected.shape);
    // Bits, not text: `1` and `1.0` are one value, -0 and 0 are two.
    expect(got.values.map(exact)).toEqual(expected.first.map(exact));
  });

  it('takes Python slices', async () => {
    const run = await cli('values', casePath('comfy', 'c.npy'), '--slice', '0,:,3:', '--json');
    const [line] = jsonLines<ValuesLine>(run);
    const whole = await cli('values', casePath('comfy', 'c.npy'), '--json');
    const all = jsonLines<ValuesLine>(whole)[0]!.tensors[0]!.values;
    expect(line!.tensors[0]).toMatchObject({ shape: [3, 1], values: [all[3], all[7], all[11]] });
  });

  it('refuses a slice that does not fit, and more than a million values', async () => {
    expect((await cli('values', casePath('comfy', 'c.npy'), '--slice', '9')).exit).toBe(2);
    expect((await cli('values', casePath('comfy', 'c.npy'), '--first', '1000001')).exit).toBe(2);
  });
});

function exact(text: string): string | number {
  return /^[+-]?\d+$/.test(text) && Math.abs(Number(text)) >= 2 ** 53 ? text : Number(text);
}

describe('stats', () => {
  it.each(tensors.filter(([, , tensor]) => isNumber(tensor)))(
    '%s %s: agrees with torch',
    async (file, name, expected) => {
      const run = await cli('stats', casePath('comfy', file), '--tensor', name, '--json');
      const stats = jsonLines<StatsLine>(run)[0]!.tensors[0]!;
      // Integers have no NaN, so torch's truth does not name it.
      const { nan = 0, posinf: posInf = 0, neginf: negInf = 0, zeros = stats.zeros } = expected;
      expect(stats).toMatchObject({ nan, posInf, negInf, zeros });
      expect(Number(stats.min)).toBe(Number(expected.min));
      expect(Number(stats.max)).toBe(Number(expected.max));
      expect(relative(Number(stats.mean), Number(expected.mean))).toBeLessThan(1e-12);
      expect(relative(Number(stats.std), Number(expected.std))).toBeLessThan(1e-12);
    },
  );
});

function relative(got: number, expected: number): number {
  return Math.abs(got - expected) / Math.max(Math.abs(expected), 1e-300);
}
