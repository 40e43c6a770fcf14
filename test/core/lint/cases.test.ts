import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { classify } from '../../../src/core/contracts/classify';
import type { Finding, RuleId } from '../../../src/core/findings';
import {
  type LintInput,
  lintHeaders,
  lintValues,
  mergeFindings,
  type ReadValues,
  tensorsToRead,
} from '../../../src/core/lint/runRules';
import { computeStats } from '../../../src/core/tensor/statsCompute';
import type { TensorFile } from '../../../src/core/tensor/tensor';
import { casePath, expectedCases } from '../../support/cases';
import { openPath } from '../../support/openCase';

interface Expected {
  readonly problem?: string;
  readonly kinds?: Readonly<Record<string, string>>;
  readonly clean?: boolean;
  readonly refuse?: string;
}

/** The reference's words for a planted mistake, and the rule that names it. */
const PLANTED: Readonly<Record<string, RuleId>> = {
  'image is channel first': 'image/channel-first',
  'range 0..255': 'image/range-255',
  'mask lacks batch': 'mask/batch-missing',
  'latent is channel last': 'latent/channel-last',
};
/** Rules that speak of what is true of the reference files beside their planted mistakes. */
const TRUE_OF_REFERENCE: ReadonlySet<RuleId> = new Set(['tensor/not-finite', 'latent/old-format']);

const { files } = await expectedCases<{ files: Record<string, Expected> }>('comfy');
const readable = Object.entries(files).filter(
  ([name, { refuse }]) => !refuse && !/\.(png|jpg|tiff)$/.test(name),
);

function inputOf(file: TensorFile, name: string): LintInput {
  const { format, metadata, problems } = file;
  const tensors = file.tensors.map(({ name, dtype, shape, byteLength }) => ({
    name,
    dtype: dtype.name,
    shape,
    byteLength,
  }));
  const context = { format, fileName: name, metadata };
  const classifications = classify(tensors, { ...context, choices: [] });
  return { ...context, problems, tensors, classifications };
}

async function findingsOf(file: TensorFile, input: LintInput): Promise<Finding[]> {
  const values: ReadValues[] = [];
  for (const tensor of tensorsToRead(input))
    values.push({
      tensor,
      stats: await computeStats(file.tensors[tensor]!, undefined, 16),
    });
  return mergeFindings(input, lintHeaders(input), lintValues(input, values));
}

test('every word for a planted mistake in the reference has its rule', () => {
  const words = readable.flatMap(([, { problem }]) => (problem ? [problem] : []));
  expect(words.filter(word => !PLANTED[word])).toEqual([]);
  expect(words.length).toBeGreaterThan(0);
});

test.each(readable)('%s', async (name, { problem, kinds, clean }) => {
  const file = await openPath(casePath('comfy', name));
  const input = inputOf(file, basename(name));
  const found = Object.fromEntries(
    input.tensors.map((tensor, i) => [tensor.name, input.classifications[i]!.kind]),
  );
  expect(found).toMatchObject(kinds ?? {});
  const findings = await findingsOf(file, input);
  if (problem) expect(findings.map(finding => finding.rule)).toEqual([PLANTED[problem]]);
  else if (clean) expect(findings).toEqual([]);
  else expect(findings.filter(finding => !TRUE_OF_REFERENCE.has(finding.rule))).toEqual([]);
});
