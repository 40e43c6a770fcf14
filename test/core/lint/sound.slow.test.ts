import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classify } from '../../../src/core/contracts/classify';
import { IMAGE_CHANNELS } from '../../../src/core/contracts/image';
import { LATENT_FORMATS } from '../../../src/core/contracts/latentFormats';
import type { Finding } from '../../../src/core/findings';
import {
  type LintInput,
  lintHeaders,
  lintValues,
  mergeFindings,
} from '../../../src/core/lint/runRules';
import { findingsOf, inputOf, rulesOf, statsOf, type TestFile } from './support';

const RUNS = { seed: 20261122, numRuns: 300 };
const size = fc.integer({ min: 1, max: 2048 });
const batch = fc.integer({ min: 1, max: 9 });
/** Sizes whose axis could be colour are told as ambiguous; those have a test of their own. */
const side = size.filter(value => !IMAGE_CHANNELS.has(value));

test('sound IMAGE and MASK tensors of any size are clean together', () => {
  fc.assert(
    fc.property(batch, side, side, fc.boolean(), (b, h, w, shared) => {
      const mask = [shared ? 1 : b, h, w];
      expect(rulesOf({ tensors: { image: [b, h, w, 3], mask } })).toEqual([]);
    }),
    RUNS,
  );
});

test('sound MASK tensors of any size are clean alone', () => {
  fc.assert(
    fc.property(batch, size, size, (b, h, w) => {
      expect(rulesOf({ tensors: { mask: [b, h, w] } })).toEqual([]);
    }),
    RUNS,
  );
});

test('sound IMAGE tensors a few pixels high are at most called ambiguous', () => {
  fc.assert(
    fc.property(batch, fc.constantFrom(1, 3, 4), size, (b, h, w) => {
      const severities = findingsOf({ tensors: { image: [b, h, w, 3] } }).map(f => f.severity);
      expect(severities).toEqual(h === 3 ? ['info'] : []);
    }),
    RUNS,
  );
});

/** Heights and widths of latents, from a thumbnail to 16k pixels; strips are no pictures. */
const cell = fc.integer({ min: 5, max: 256 });
const frames = fc.integer({ min: 1, max: 60 });

test('sound LATENT tensors of every known format are clean and name their format', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...LATENT_FORMATS),
      fc.integer({ min: 1, max: 3 }),
      cell,
      cell,
      frames,
      (format, b, h, w, t) => {
        const axes = { 1: [h * 8], 2: [h, w], 3: [t, h, w] }[format.dimensions];
        const shape = [b, format.channels, ...axes];
        // A square of another format's width, 16 wide, reads both ways.
        fc.pre(!(format.dimensions === 2 && w === 16 && h >= 128));
        const file = { tensors: { samples: shape } };
        expect(rulesOf(file), JSON.stringify(shape)).toEqual([]);
        expect(inputOf(file).classifications[0]!.candidates).toContain(format.name);
      },
    ),
    RUNS,
  );
});

test('values from 0 to 1 are clean whatever their spread', () => {
  const value = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.array(value, { minLength: 2, maxLength: 40 }), values => {
      fc.pre(new Set(values).size > 1);
      const at = (index: number) => values[index % values.length]!;
      const tensors = { image: [1, 7, 11, 3], mask: [1, 7, 11] } as const;
      expect(rulesOf({ tensors, values: { image: at, mask: at } })).toEqual([]);
    }),
    RUNS,
  );
});

const NAMES = ['image', 'mask', 'samples', 'noise_mask', 'x', 'a.weight', 'image_2'] as const;
const anyFile: fc.Arbitrary<TestFile> = fc
  .uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 5 })
  .chain(names => {
    const shape = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 5 });
    return fc
      .tuple(...names.map(name => fc.tuple(fc.constant(name), shape)))
      .map(entries => ({ tensors: Object.fromEntries(entries) }));
  });

test('the order of findings does not hang on the order in which values were read', () => {
  fc.assert(
    fc.property(anyFile, file => {
      const input = inputOf(file);
      const values = input.tensors.map(({ shape }, tensor) => ({
        tensor,
        stats: statsOf(shape, index => (index % 5 === 0 ? Number.NaN : index)),
      }));
      const headers = lintHeaders(input);
      const forward = mergeFindings(input, headers, lintValues(input, values));
      const backward = mergeFindings(
        input,
        headers.toReversed(),
        lintValues(input, values.toReversed()).toReversed(),
      );
      expect(backward).toEqual(forward);
      expect(mergeFindings(input, forward, [])).toEqual(forward);
    }),
    RUNS,
  );
});

test('a rule speaks of a tensor once at most, and nothing throws, whatever the shapes', () => {
  fc.assert(
    fc.property(anyFile, file => {
      const keys = findingsOf(file).map(finding => JSON.stringify([finding.rule, finding.tensor]));
      expect(new Set(keys).size).toBe(keys.length);
    }),
    RUNS,
  );
});

test('ten thousand tensors of a checkpoint are judged without a pause', () => {
  const names = Array.from({ length: 10_000 }, (_, i) => `model.layers.${i}.mlp.image.weight`);
  const tensors = names.map(name => ({
    name,
    dtype: 'BF16',
    shape: [1, 3, 64, 64],
    byteLength: 24_576,
  }));
  const metadata = new Map<string, string>();
  const context = { format: 'safetensors', fileName: 'm.safetensors', metadata } as const;
  const start = performance.now();
  const input: LintInput = {
    ...context,
    problems: [],
    tensors,
    classifications: classify(tensors, { ...context, choices: [] }),
  };
  const findings: Finding[] = lintHeaders(input);
  expect(findings).toEqual([]);
  expect(performance.now() - start).toBeLessThan(3000);
});
