import { describe, expect, it } from 'vitest';
import { CONVERSIONS } from '../../../src/core/convert';
import { checkOption, parseOptions } from '../../../src/core/convert/options';
import { TensorFileError } from '../../../src/core/errors';
import { verbatim } from '../../../src/core/l10n';
import { DTYPES } from '../../../src/core/tensor/dtypes';
import { inputOf, tensorOf } from '../../support/conversions';

/** Tensors of every kind of shape and dtype that a person may have open. */
const ANY = [
  tensorOf('scalar', 'F32', [], new Uint8Array(4)),
  tensorOf('empty', 'F32', [0, 4], new Uint8Array(0)),
  tensorOf('hollow', 'F16', [2, 0, 3, 3], new Uint8Array(0)),
  tensorOf('line', 'I64', [3], new Uint8Array(24)),
  tensorOf('plane', 'BOOL', [2, 3], new Uint8Array(6)),
  tensorOf('mask', 'F32', [1, 2, 3], new Uint8Array(24)),
  tensorOf('image', 'U8', [1, 2, 3, 3], new Uint8Array(18)),
  tensorOf('latent_tensor', 'BF16', [1, 4, 2, 2], new Uint8Array(32)),
  tensorOf('video', 'F16', [1, 16, 2, 2, 2], new Uint8Array(256)),
  tensorOf('complex', 'C64', [1, 2, 2, 3], new Uint8Array(96)),
  tensorOf('packed', 'F4', [2, 4], new Uint8Array(4)),
  tensorOf('thin', 'F32', [1, 1, 2, 2], new Uint8Array(16)),
  tensorOf('deep', 'U8', [1, 1, 1, 1, 1, 1, 1], new Uint8Array(1)),
  // A block type: its values are decoded as they are read.
  {
    ...tensorOf('blocks', 'F32', [1, 32], new Uint8Array(128)),
    dtype: { ...DTYPES.F32, name: 'Q8_0' },
    storedBytes: 34,
  },
];

describe('the list of conversions', () => {
  it('has an id for each that no other has', () => {
    expect(new Set(CONVERSIONS.map(one => one.id)).size).toBe(CONVERSIONS.length);
  });

  it('has a title and a suffix for each that no other has', () => {
    expect(new Set(CONVERSIONS.map(one => one.title)).size).toBe(CONVERSIONS.length);
    for (const one of CONVERSIONS) {
      expect(one.title).toMatch(/^[A-Z]/);
      expect(one.summary).toMatch(/\.$/);
      expect(one.suffix).toMatch(one.writes ? /^$/ : /^[a-z0-9-]+$/);
    }
  });

  it.each(CONVERSIONS.map(one => [one.id, one] as const))(
    '%s describes options that its own defaults pass',
    (_, one) => {
      for (const option of one.options) {
        expect(option.title).not.toBe('');
        expect(option.type === 'choice').toBe(option.choices !== undefined);
        if (option.default !== undefined)
          expect(checkOption(option, option.default, verbatim('It'))).toBeNull();
      }
      const needed = one.options.filter(option => option.required);
      if (needed.length === 0) expect(() => parseOptions(one.id, one.options, {})).not.toThrow();
      else expect(() => parseOptions(one.id, one.options, {})).toThrow(needed[0]!.name);
    },
  );

  it.each(CONVERSIONS.map(one => [one.id, one] as const))(
    '%s says yes or a reason to any tensor, under any kind',
    (_, one) => {
      for (const tensor of ANY)
        for (const kind of [null, 'IMAGE', 'MASK', 'LATENT'] as const) {
          const reason = one.applies(inputOf(tensor, { kind }));
          if (reason !== null) expect(reason.length).toBeGreaterThan(20);
        }
    },
  );

  it.each(CONVERSIONS.filter(one => one.takes === 'one').map(one => [one.id, one] as const))(
    '%s runs on what it says it applies to, or throws a TensorFileError',
    (_, one) => {
      const options = { ...GIVEN[one.id] };
      let runs = 0;
      for (const tensor of ANY)
        for (const kind of [null, 'IMAGE', 'MASK', 'LATENT'] as const) {
          const input = inputOf(tensor, { kind });
          if (one.applies(input) !== null) continue;
          const context = { all: [input], maths: () => Promise.reject(new Error('not read yet')) };
          try {
            const streams = one.run(input, parseOptions(one.id, one.options, options), context);
            expect(streams.length).toBeGreaterThan(0);
            runs++;
          } catch (error) {
            expect(error).toBeInstanceOf(TensorFileError);
          }
        }
      expect(runs).toBeGreaterThan(0);
    },
  );
});

const GIVEN: Readonly<Record<string, Record<string, string>>> = {
  selectBatch: { index: '0' },
  repeatBatch: { count: '3' },
  rename: { name: 'samples' },
  castDtype: { dtype: 'F16' },
  growMask: { expand: '1' },
  featherMask: { left: '1' },
  resizeMask: { width: '2', height: '2' },
  resizeImage: { width: '2', height: '2' },
  colorToMask: { color: '#ffffff' },
  latentToRgb: { format: 'SD15' },
};

describe('options', () => {
  const resize = CONVERSIONS.find(one => one.id === 'resizeImage')!;

  it.each<[Record<string, string>, RegExp]>([
    [{ width: '4' }, /needs the option height/],
    [{ width: '4', height: '0' }, /height is 0: the smallest is 1/],
    [{ width: '4.5', height: '1' }, /width is "4.5": expected a whole number/],
    [{ width: '1e3', height: '1' }, /expected a whole number/],
    [
      { width: '4', height: '4', method: 'lanczos' },
      /method is "lanczos": expected one of bilinear/,
    ],
    [{ width: '4', height: '4', colour: 'red' }, /no option "colour": its options are width/],
    [{ width: '4', height: '4', toString: 'x' }, /no option "toString"/],
    [{ width: '99999999', height: '4' }, /the greatest is 65536/],
  ])('%j is refused: %s', (texts, message) => {
    expect(() => parseOptions('resizeImage', resize.options, texts)).toThrow(message);
  });

  it('are trimmed and typed', () => {
    const values = parseOptions('resizeImage', resize.options, { width: ' 4 ', height: '+5' });
    expect(values.toRecord()).toEqual({ width: 4, height: 5, method: 'bilinear' });
  });

  it('splits no batch into more tensors than five digits number', () => {
    const { applies } = CONVERSIONS.find(one => one.id === 'splitBatch')!;
    const batch = (count: number) => inputOf(tensorOf('t', 'U8', [count], new Uint8Array(count)));
    expect(applies(batch(100_000))).toBeNull();
    expect(applies(batch(100_001))).toMatch(/"t".*100001.*100000/);
  });
});
