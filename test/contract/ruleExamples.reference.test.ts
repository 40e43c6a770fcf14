import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { allFindings } from '../../src/engine/lintFile';
import { openPath } from '../../src/engine/openedFile';
import { python } from '../support/python';
import { filesBelow } from '../support/sourceFiles';
import { tempFolder } from '../support/tempFolder';

/** What each statement of a page mends, in torch; null where it makes no tensor that a check could look at. */
const GIVEN: Readonly<Record<string, readonly (string | null)[]>> = {
  // The first takes a mask out of the picture, which the second mends.
  'image/alpha': [null, 'image = torch.rand(1, 8, 9, 4)'],
  'image/batch-missing': ['image = torch.rand(8, 9, 3)', null],
  'image/channel-count': ['image = torch.rand(1, 8, 9, 5)'],
  'image/channel-first': ['image = torch.rand(1, 3, 8, 9)', 'image = torch.rand(3, 8, 9)'],
  'image/dtype': [
    'array = np.random.randint(0, 256, (1, 8, 9, 3), np.uint8); image = torch.from_numpy(array)',
    'image = torch.rand(1, 8, 9, 3).half()',
  ],
  // It raises instead of handing the batch on.
  'image/empty': [null],
  'image/not-finite': ['image = torch.rand(1, 8, 9, 3); image[0, 0, 0, 0] = math.nan'],
  'image/range-255': [
    'pil = PIL.Image.fromarray(np.random.randint(0, 256, (8, 9, 3), np.uint8)); ' +
      'image = torch.from_numpy(np.array(pil)).float()[None]',
  ],
  'image/range-signed': ['image = torch.rand(1, 64, 64, 3) * 2 - 1'],
  'image/range': ['image = torch.rand(1, 8, 9, 3) * 1.5'],
  'image/rank': [
    'image = torch.rand(1, 2, 8, 9, 3)',
    'mask = torch.rand(2, 8, 9); image = torch.rand(2, 2, 8, 9, 3)',
  ],
  // The second hands on a mask instead.
  'image/single-channel': ['image = torch.rand(1, 8, 9, 1)', null],
  'latent/batch-missing': ['samples = torch.randn(4, 8, 9)'],
  // It calls a VAE.
  'latent/channel-count': [null],
  'latent/channel-last': ['samples = torch.randn(2, 6, 8, 4)'],
  // It makes sizes.
  'latent/empty': [null],
  'latent/key-missing': [
    'samples = torch.randn(1, 4, 8, 8); noise_mask = torch.rand(1, 1, 64, 64); ' +
      'latent = {"x": samples, "noise_mask": noise_mask}',
  ],
  'latent/noise-mask': [
    'mask = torch.rand(64, 64); ' +
      'latent = {"samples": torch.randn(1, 4, 8, 8), "noise_mask": mask}',
  ],
  'latent/not-finite': ['samples = torch.randn(1, 4, 8, 9); samples[0, 0, 0, 0] = math.inf'],
  // It writes a file.
  'latent/old-format': [null],
  'latent/rank': [
    'batch, channels, height, width = 1, 4, 8, 9; samples = torch.randn(1, 4 * 8 * 9)',
  ],
  'mask/batch-mismatch': [
    `class comfy:
    class utils:
        @staticmethod
        def repeat_to_batch_size(tensor, size):
            return tensor.repeat(-(-size // len(tensor)), 1, 1)[:size]
image = torch.rand(3, 8, 9, 3); mask = torch.rand(2, 8, 9)`,
  ],
  'mask/batch-missing': ['mask = torch.rand(8, 9)'],
  'mask/channel-axis': ['mask = torch.rand(2, 1, 8, 9)', 'mask = torch.rand(2, 8, 9, 1)'],
  'mask/dtype': [
    'mask = torch.rand(1, 8, 9) > 0.5',
    'mask = torch.randint(0, 256, (1, 8, 9), dtype=torch.uint8)',
  ],
  'mask/empty': ['image = torch.rand(1, 8, 9, 3); mask = torch.rand(0, 8, 9)'],
  'mask/not-finite': ['mask = torch.rand(1, 8, 9); mask[0, 0, 0] = math.nan', null],
  'mask/placeholder': ['image = torch.rand(1, 80, 90, 3); mask = torch.zeros(1, 64, 64)'],
  'mask/range-255': ['mask = torch.randint(0, 256, (1, 8, 9)).float()'],
  'mask/range': ['mask = torch.rand(1, 8, 9) * 1.5'],
  'mask/rank': [
    'image = torch.rand(1, 8, 9, 3); mask = torch.rand(1, 8, 9, 2, 2)',
    'mask = torch.rand(1, 1, 2, 8, 9)',
  ],
  'mask/size-mismatch': ['image = torch.rand(1, 8, 9, 3); mask = torch.rand(1, 16, 16)'],
  // It prints, as nothing is broken.
  'tensor/constant': [null],
  'tensor/not-finite': [null, 'tensor = torch.randn(7, 5); tensor[0, 0] = math.nan'],
};

/** What is left beside what was mended: a mask of nothing is what the page says it is. */
const LEFT: Readonly<Record<string, readonly string[]>> = {
  'mask/empty': ['tensor/constant'],
  'mask/placeholder': ['tensor/constant'],
};

interface Case {
  readonly rule: string;
  readonly statement: string;
  readonly given: string;
  readonly wrong: string;
  readonly right: string;
}

const PAGES = filesBelow(['docs/rules'], /\.md$/)
  .map(({ path, text }) => ({ rule: path.split('/').slice(-2).join('/').replace('.md', ''), text }))
  .filter(({ rule }) => /^(image|latent|mask|tensor)\//.test(rule));

/** The statements of a page's fix: a line that is indented or closes a bracket belongs to the one before. */
function statementsOf(text: string): string[] {
  const code = /## Fix in PyTorch\n+```python\n(.+?)```/s.exec(text)?.[1] ?? '';
  return code
    .trimEnd()
    .split(/\n(?![\s)#])/)
    .filter(statement => statement !== '');
}

const folder = await tempFolder();
const CASES: readonly Case[] = PAGES.flatMap(({ rule, text }) =>
  statementsOf(text).flatMap((statement, order) => {
    const given = GIVEN[rule]?.[order];
    const stem = join(folder, `${rule.replace('/', '-')}-${order}`);
    return given
      ? [{ rule, statement, given, wrong: `${stem}-a.npz`, right: `${stem}-b.npz` }]
      : [];
  }),
);

/** Keeps what an example may make in .npz files, each before and after the page's own statement. */
const PROGRAM = `
import json, math, sys
import numpy as np
import PIL.Image
import torch
NAMES = ("image", "mask", "samples", "tensor")
def save(path, scope):
    held = {name: scope[name] for name in NAMES if name in scope}
    if "latent" in scope:
        held = dict(scope["latent"])
    np.savez(path, **{name: tensor.numpy() for name, tensor in held.items()})
torch.manual_seed(1)
np.random.seed(1)
for case in json.load(open(sys.argv[1])):
    scope = {"torch": torch, "np": np, "math": math, "PIL": PIL}
    exec(case["given"], scope)
    save(case["wrong"], scope)
    exec(case["statement"], scope)
    save(case["right"], scope)
`;

beforeAll(async () => {
  const list = join(folder, 'cases.json');
  await writeFile(list, JSON.stringify(CASES));
  await python(PROGRAM, list);
  // Loading torch takes seconds on a busy machine.
}, 60_000);

async function rulesOf(path: string): Promise<string[]> {
  const opened = await openPath(path);
  const findings = await allFindings(opened, undefined);
  await opened.close();
  return [...new Set(findings.map(({ rule }) => rule))];
}

test('every statement of every page is run, or said why not', () => {
  const counts = Object.fromEntries(PAGES.map(p => [p.rule, statementsOf(p.text).length]));
  const given = Object.fromEntries(
    Object.entries(GIVEN).map(([rule, list]) => [rule, list.length]),
  );
  expect(given).toEqual(counts);
});

test.each(CASES)('$rule: $statement', async ({ rule, wrong, right }) => {
  expect(await rulesOf(wrong), basename(wrong)).toContain(rule);
  expect(await rulesOf(right), basename(right)).toEqual(LEFT[rule] ?? []);
});
