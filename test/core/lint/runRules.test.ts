import { describe, expect, test } from 'vitest';
import { LATENT_MARKER } from '../../../src/core/contracts/savedLatent';
import { verbatim } from '../../../src/core/l10n';
import { RULES } from '../../../src/core/lint/catalogue';
import { ruleNotices } from '../../../src/core/lint/ruleNotices';
import {
  lintHeaders,
  lintValues,
  mergeFindings,
  pairFindings,
  problemFinding,
  tensorsToRead,
} from '../../../src/core/lint/runRules';
import { ruleSettings } from '../../../src/core/lint/settings';
import { findingsOf, inputOf, rulesOf, statsOf, type TestFile } from './support';

describe('what a finding says', () => {
  test('found, expected, why, the conversion and the PyTorch line', () => {
    expect(findingsOf({ tensors: { mask: [48, 64] } })).toEqual([
      {
        rule: 'mask/batch-missing',
        severity: 'warning',
        tensor: 'mask',
        message:
          '"mask" is [H,W] [48, 64] without a batch axis, but a MASK is [B,H,W], here [1, 48, 64]: nodes that index three axes fail.',
        found: '[H,W] [48, 64]',
        expected: '[B,H,W] [1, 48, 64]',
        why: 'Nodes that slice or unpack three axes raise "too many indices for tensor of dimension 2".',
        fix: 'addBatch',
        torch: 'mask = mask.unsqueeze(0)',
      },
    ]);
  });

  test('a value finding gives the count and the first place', () => {
    const file: TestFile = {
      tensors: { image: [1, 2, 3, 3] },
      values: { image: index => (index === 7 || index === 9 ? Number.NaN : 0.5) },
    };
    expect(findingsOf(file)[0]!.message).toContain('2 NaN among 18 values, first at [0, 0, 2, 1]');
  });

  test.each([
    ['image', 'image = image.permute(0, 2, 3, 1)'],
    ['results.0.my_image', 'my_image = my_image.permute(0, 2, 3, 1)'],
    ['image.0', 'image = image.permute(0, 2, 3, 1)'],
    ['image 1', 'image = image.permute(0, 2, 3, 1)'],
  ])('the PyTorch line of %s uses a name that Python takes', (name, torch) => {
    expect(findingsOf({ tensors: { [name]: [1, 3, 48, 64] } })[0]!.torch).toBe(torch);
  });

  test('a tensor without a name is called by its kind', () => {
    const file = { fileName: 'mask.npy', format: 'npy', tensors: { '': [48, 64] } } as const;
    const [finding] = findingsOf(file);
    expect(finding!.torch).toBe('mask = mask.unsqueeze(0)');
    expect(finding!.message).toMatch(/^The tensor is/);
    expect(finding!.tensor).toBe('');
  });

  test('data of 16 bits names its own divisor and offers no division by 255', () => {
    const [finding] = findingsOf({
      tensors: { image: [1, 8, 8, 3] },
      values: { image: index => (index * 997) % 65536 },
    });
    expect(finding).toMatchObject({ rule: 'image/range-255', torch: 'image = image / 65535.0' });
    expect(finding).not.toHaveProperty('fix');
  });

  test.each([[[1, 3, 3, 3]], [[3, 64, 3]]])(
    'an ambiguous order %j says so and offers no mend that could be applied unasked',
    shape => {
      const [finding] = findingsOf({ tensors: { image: shape } });
      expect(finding!.message).toContain('ambiguous');
      expect(finding).not.toHaveProperty('fix');
    },
  );

  test('the place in the file is told where it is known', () => {
    const input = inputOf({ tensors: { mask: [48, 64] } });
    const tensors = input.tensors.map(tensor => ({ ...tensor, byteOffset: 96 }));
    expect(lintHeaders({ ...input, tensors })[0]!.byteOffset).toBe(96);
  });
});

describe('one finding per cause', () => {
  const placeholder = { image: [1, 48, 96, 3], mask: [1, 64, 64] } as const;

  test('by headers alone a placeholder is a size mismatch; its values tell more', () => {
    expect(rulesOf({ tensors: placeholder })).toEqual(['mask/size-mismatch']);
    expect(rulesOf({ tensors: placeholder, values: { mask: () => 0 } })).toEqual([
      'mask/placeholder',
    ]);
  });

  test('integers are one mistake, not two', () => {
    const values = { image: (index: number) => index % 256 };
    expect(rulesOf({ tensors: { image: ['U8', 1, 8, 8, 3] }, values })).toEqual(['image/dtype']);
  });

  test('two mistakes are two findings', () => {
    const file: TestFile = {
      tensors: { image: ['F16', 1, 3, 8, 8] },
      values: { image: index => index % 256 },
    };
    expect(rulesOf(file)).toEqual(['image/channel-first', 'image/dtype', 'image/range-255']);
  });
});

describe('severities', () => {
  const file: TestFile = { tensors: { image: ['F16', 1, 48, 64, 4] } };

  test('the user turns a rule off or sets its severity', () => {
    expect(findingsOf(file, { 'image/dtype': 'off' }).map(f => f.rule)).toEqual(['image/alpha']);
    const severities = findingsOf(file, { 'image/dtype': 'hint' }).map(f => f.severity);
    expect(severities).toEqual(['info', 'hint']);
  });

  test('file problems follow the settings too', () => {
    const problem = { rule: 'file/gap', message: verbatim('a hole'), byteOffset: 8 } as const;
    expect(problemFinding(problem)).toEqual([
      expect.objectContaining({ severity: 'warning', tensor: null, byteOffset: 8, fix: 'rewrite' }),
    ]);
    expect(problemFinding(problem, { 'file/gap': 'off' })).toEqual([]);
  });

  test('a setting with unknown rules or severities gives notices, the rest counts', () => {
    const given = {
      'image/alpha': 'off',
      'image/beta': 'off',
      'mask/dtype': 'loud',
    };
    const [settings, notices] = [ruleSettings(given), ruleNotices(given)];
    // One that is unknown finds nothing, whatever it is set to.
    expect(settings).toEqual({ 'image/alpha': 'off', 'image/beta': 'off' });
    expect(notices).toHaveLength(2);
    expect(ruleNotices(['off'])).toHaveLength(1);
    expect([ruleSettings(undefined), ruleNotices(undefined)]).toEqual([{}, []]);
  });

  test('every rule can be turned off', () => {
    const off = Object.fromEntries(RULES.map(rule => [rule.id, 'off' as const]));
    expect(ruleNotices(off)).toEqual([]);
    expect(findingsOf(file, ruleSettings(off))).toEqual([]);
  });
});

describe('which values are read', () => {
  test('those that a rule asks for, and none for rules that are off', () => {
    const input = inputOf({
      fileName: 'a.latent',
      tensors: { latent_tensor: [1, 4, 8, 8], [LATENT_MARKER]: [0], labels: ['I64', 8] },
    });
    expect(tensorsToRead(input)).toContain(0);
    expect(tensorsToRead(input)).toContain(2);
    const off = Object.fromEntries(
      RULES.filter(rule => rule.needs === 'values').map(rule => [rule.id, 'off' as const]),
    );
    expect(tensorsToRead(input, off)).toEqual([]);
  });

  test('an index that the file does not have is let be', () => {
    const input = inputOf({ tensors: { image: [1, 8, 8, 3] } });
    expect(lintValues(input, [{ tensor: 9, stats: statsOf([1], () => 0) }])).toEqual([]);
    expect(mergeFindings(input, [], [])).toEqual([]);
  });
});

describe('two files as a pair', () => {
  const image = {
    input: inputOf({ fileName: 'a.npy', tensors: { image: [2, 48, 64, 3] } }),
    tensor: 0,
  };
  const against = (...shape: number[]) =>
    pairFindings(image, { input: inputOf({ tensors: { mask: shape } }), tensor: 0 }).map(
      f => f.rule,
    );

  test.each([
    [[2, 48, 64], []],
    [[1, 48, 64], []],
    [[48, 64], []],
    [[2, 24, 32], ['mask/size-mismatch']],
    [[3, 48, 64], ['mask/batch-mismatch']],
    [
      [3, 64, 48],
      ['mask/size-mismatch', 'mask/batch-mismatch'],
    ],
    [[1, 1, 1, 48, 64], []],
  ])('%j', (shape, rules) => expect(against(...shape)).toEqual(rules));

  test('a settled severity counts here as well', () => {
    const mask = { input: inputOf({ tensors: { mask: [2, 24, 32] } }), tensor: 0 };
    expect(pairFindings(image, mask, { 'mask/size-mismatch': 'off' })).toEqual([]);
  });
});
