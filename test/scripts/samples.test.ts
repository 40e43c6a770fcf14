import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { TestEngine } from '../session/support/testEngine';
import { ROOT } from '../support/sourceFiles';
import { tempFolder } from '../support/tempFolder';

/** What is wrong with each sample, as its name says it. */
const WRONG: Readonly<Record<string, string>> = {
  'wrong_batch_missing.safetensors': 'image/batch-missing',
  'wrong_channel_first.safetensors': 'image/channel-first',
  'wrong_latent_channel_last.safetensors': 'latent/channel-last',
  'wrong_mask_placeholder.safetensors': 'mask/placeholder',
  'wrong_mask_squeezed.safetensors': 'mask/batch-missing',
  'wrong_not_finite.safetensors': 'image/not-finite',
  'wrong_range_255.safetensors': 'image/range-255',
};
/** In pixels, as the packaged samples are; the latent is then [1,12,18,4]. */
const HEIGHT = 96;

let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
  const script = join(ROOT, 'scripts', 'samples.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, folder, String(HEIGHT)], {
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
});

test('each sample that is wrong is named here', () => {
  const names = readdirSync(folder).filter(name => name.startsWith('wrong_'));
  expect(names.sort()).toEqual(Object.keys(WRONG));
});

test.each(Object.entries(WRONG))('%s has %s', async (name, rule) => {
  const overrides = { relativePath: name, kinds: [], contracts: [], rules: {} };
  const location = { type: 'path', path: join(folder, name) } as const;
  const { findings } = await new TestEngine().call('lint', { location, overrides, values: true });
  expect(findings.map(finding => finding.rule)).toContain(rule);
});
