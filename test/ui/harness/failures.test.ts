import { copyFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import { tempFolder } from '../../support/tempFolder';
import { countCalls, hostCalls, Viewer } from './browser';
import { zerosFile, zerosTensors } from './zerosFile';

const viewer = new Viewer();
afterAll(() => viewer.close());

const folder = await tempFolder();
const comfy = (file: string) => casePath('comfy', file);

test('a file that cannot be opened says why and offers other editors', async () => {
  const page = await viewer.open(comfy('evil.pt'));
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Open as Binary' }).click();
  await page.getByRole('button', { name: 'Open as Text' }).click();
  const asked = (await hostCalls(page)).filter(([method]) => method === 'openAs');
  expect(asked.map(([, params]) => params)).toEqual([{ editor: 'binary' }, { editor: 'text' }]);
});

test('a file that cannot be laid over says why above the picture', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'), {
    chosen: comfy('evil.pt'),
  });
  await page.getByRole('combobox', { name: 'Mask' }).selectOption('From Another File...');
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Close' }).first().click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
});

/** Files that are cut while they are open, as a failing disk would, and views that then miss something. */
const CUT = [
  ['image.npy', [4, 1000, 1600, 3], 'Batch', ['Image', 'Heatmap', 'Table']],
  ['latent.npy', [4, 16, 512, 512], 'Batch', ['Latent']],
] as const;

test.each(CUT)('a failed read of %s shows in the view', async (name, shape, axis, names) => {
  const bytes = shape.reduce<number>((product, size) => product * size, 4);
  const path = await zerosFile(join(folder, name), '<f4', shape, bytes);
  const page = await viewer.open(path);
  await page.locator('[aria-busy="false"]').first().waitFor();
  await truncate(path, 1000);
  const view = page.getByRole('tabpanel');
  await page.getByRole('slider', { name: axis, exact: true }).fill('3');
  for (const tab of names) {
    await page.getByRole('tab', { name: tab }).click();
    expect(await view.getByRole('alert').textContent()).toContain('was cut while open');
    const before = await countCalls(page, 'showLog');
    await view.getByRole('button', { name: 'Show Log' }).click();
    await expect.poll(() => countCalls(page, 'showLog')).toBe(before + 1);
  }
  await zerosFile(path, '<f4', shape, bytes);
  await view.getByRole('button', { name: 'Try Again' }).click();
  await view.getByRole('alert').waitFor({ state: 'detached' });
});

/** What lies behind the cut of a file, each in the views that read it; in the last view all of it is tried again. */
const BEHIND = [
  ['mask', ['Mask', 'Table', 'Statistics']],
  ['samples', ['Latent']],
  ['vector', ['Table', 'Statistics', 'Line']],
] as const;

test.each(BEHIND)('a failed read of %s shows in each of its views', async (tensor, names) => {
  const path = join(folder, `${tensor}.safetensors`);
  const { byteLength, firstEnd } = await zerosTensors(path, {
    image: [1, 1200, 1600, 3],
    mask: [1, 1200, 1600],
    samples: [1, 16, 256, 256],
    vector: [2_000_000],
  });
  const page = await viewer.open(path);
  await page.locator('.stage[aria-busy="false"]').waitFor();
  const view = page.getByRole('tabpanel');
  for (const tab of names) {
    await truncate(path, firstEnd);
    await page.getByRole('treeitem', { name: tensor }).click();
    await page.getByRole('tab', { name: tab }).click();
    expect(await view.getByRole('alert').textContent()).toContain('was cut while open');
    const before = await countCalls(page, 'showLog');
    await view.getByRole('button', { name: 'Show Log' }).click();
    await expect.poll(() => countCalls(page, 'showLog')).toBe(before + 1);
    await truncate(path, byteLength);
    await view.getByRole('button', { name: 'Try Again' }).click();
    await view.getByRole('alert').waitFor({ state: 'detached' });
    await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
    await page.getByRole('treeitem', { name: 'image' }).click();
  }
});

test('what cannot be copied or measured by channel says why, and the metadata stay', async () => {
  const path = join(folder, 'copied.safetensors');
  const { byteLength, firstEnd } = await zerosTensors(path, {
    image: [1, 1200, 1600, 3],
    samples: [1, 16, 512, 512],
  });
  const page = await viewer.open(path);
  await page.locator('.stage[aria-busy="false"]').waitFor();
  await truncate(path, firstEnd);
  await page.getByRole('treeitem', { name: 'samples' }).click();
  await page.getByRole('tab', { name: 'Statistics' }).click();
  await page.getByRole('button', { name: 'Measure Each Channel' }).click();
  const view = page.getByRole('tabpanel');
  const channels = view.locator('loupe-channel-statistics');
  expect(await channels.getByRole('alert').textContent()).toContain('was cut while open');
  await page.getByRole('tab', { name: 'Metadata' }).click();
  expect(await view.textContent()).toContain('This file has no metadata');
  await truncate(path, byteLength);
  await page.getByRole('tab', { name: 'Table' }).click();
  await page.getByRole('gridcell', { name: '0' }).first().waitFor();
  await truncate(path, firstEnd);
  await page.getByRole('combobox', { name: 'Copy' }).selectOption('CSV');
  expect(await page.getByRole('main').getByRole('alert').textContent()).toContain('cut while open');
});

test('a file that could not be opened is shown once it can', async () => {
  const path = join(folder, 'mended.safetensors');
  await writeFile(path, 'half a file');
  const page = await viewer.open(path);
  await page.getByRole('alert').waitFor();
  await copyFile(comfy('node_dump_ok.safetensors'), path);
  await page.getByRole('button', { name: 'Try Again' }).click();
  await page.getByRole('treeitem', { name: /^samples/ }).waitFor();
});
