import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import type { TensorPictureRequest } from '../../../src/protocol/webviewMethods';
import { casePath } from '../../support/cases';
import { tempFolder } from '../../support/tempFolder';
import { hostCalls, Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

/** What a page said last that its view opens with. */
async function rememberedOpening(page: Page): Promise<readonly TensorPictureRequest[]> {
  const [, params] = (await hostCalls(page)).findLast(([method]) => method === 'remember') ?? [];
  return (params as { opening?: readonly TensorPictureRequest[] } | undefined)?.opening ?? [];
}

async function picturesAsked(page: Page): Promise<readonly unknown[]> {
  const calls = await hostCalls(page);
  return calls.flatMap(([method, params]) => (method === 'picture' ? [params] : []));
}

const OPENINGS = [
  ['an image', /^image/, [0]],
  ['a mask over an image', /^mask/, [0, 1]],
  ['the channels of a latent', /^samples/, [3]],
] as const;

test.each(OPENINGS)('a page remembers that it opened with %s', async (_, tensor, opened) => {
  // A file of its own: nothing is remembered of it.
  const file = join(await tempFolder(), 'dump.safetensors');
  await copyFile(casePath('comfy', 'node_dump_ok.safetensors'), file);
  const page = await viewer.open(file, { remembers: '1' });
  await page.getByRole('treeitem', { name: tensor }).click();
  await expect
    .poll(async () => (await rememberedOpening(page)).map(asked => asked.tensor))
    .toEqual(opened);
  const opening = await rememberedOpening(page);
  const again = await viewer.open(file, { remembers: '1' });
  await expect.poll(() => picturesAsked(again)).toEqual(expect.arrayContaining([...opening]));
  await again.getByRole('tab', { name: 'Table' }).click();
  await expect.poll(() => rememberedOpening(again)).toEqual([]);
});
