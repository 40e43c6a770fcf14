import { copyFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TensorPictureRequest } from '../../../src/protocol/webviewMethods';
import { casePath } from '../../support/cases';
import { tempFolder } from '../../support/tempFolder';
import { chooseColormap, largestDifference, picturePixels, Viewer } from './browser';

let viewer: Viewer;
let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
  viewer = await Viewer.start();
});
afterAll(() => viewer?.close());

const comfy = (file: string) => casePath('comfy', file);

/** A `.npy` file that is nothing but its header and a hole: zeros, without the disk they would take. */
async function zerosFile(name: string, descr: string, shape: readonly number[], bytes: number) {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const header = `${text.padEnd(117)}\n`;
  const size = Buffer.from([header.length & 0xff, header.length >> 8]);
  const start = Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), size]);
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([start, Buffer.from(header)]));
  await truncate(path, start.length + header.length + bytes);
  return path;
}

test('a colormap is chosen by keys, shown at once, taken back by Escape', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.getByRole('tab', { name: 'Heatmap' }).click();
  const before = await picturePixels(page);
  const chooser = page.getByRole('combobox', { name: 'Colormap' });
  await chooser.focus();
  for (const key of ['Enter', 't', 'u']) await page.keyboard.press(key);
  const list = page.getByRole('listbox', { name: 'Colormap' });
  expect(await list.getByRole('option', { selected: true }).textContent()).toContain('Turbo');
  expect(await list.getByRole('group').count()).toBe(7);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(largestDifference(await picturePixels(page), before)).toBeGreaterThan(20);
  await page.keyboard.press('Escape');
  expect(await chooser.getAttribute('aria-expanded')).toBe('false');
  // The first picture may be painted before WebGL2 is there: within one level of 255 of each other.
  await expect
    .poll(async () => largestDifference(await picturePixels(page), before))
    .toBeLessThanOrEqual(1);
  await chooseColormap(page, 'Magma');
  expect(await chooser.textContent()).toContain('Magma');
  await page.context().close();
});

test('of a large plane samples come first, called approximate, then all of it', async () => {
  const side = 6000;
  const path = await zerosFile('plane.npy', '<f4', [side, side], 4 * side * side);
  const page = await viewer.open(path);
  await page.locator('.approximate').waitFor();
  expect(await page.locator('.stage-base').isVisible()).toBe(true);
  await page.locator('.reduced').waitFor();
  expect(await page.locator('.approximate').count()).toBe(0);
  await page.locator('.stage[aria-busy="false"]').waitFor();
  await page.context().close();
});

/** Files that are cut while they are open, as a failing disk would, and views that then miss something. */
const CUT = [
  ['image.npy', [4, 1000, 1600, 3], 'Batch', ['Image', 'Heatmap', 'Table']],
  ['latent.npy', [4, 16, 512, 512], 'Batch', ['Latent']],
] as const;

test.each(CUT)('a failed read of %s shows in the view', async (name, shape, axis, names) => {
  const bytes = shape.reduce<number>((product, size) => product * size, 4);
  const path = await zerosFile(name, '<f4', shape, bytes);
  const page = await viewer.open(path);
  await page.locator('[aria-busy="false"]').first().waitFor();
  await truncate(path, 1000);
  const view = page.getByRole('tabpanel');
  await page.getByRole('slider', { name: axis, exact: true }).fill('3');
  for (const tab of names) {
    await page.getByRole('tab', { name: tab }).click();
    expect(await view.getByRole('alert').textContent()).toContain('was cut while open');
    const logs = () => viewer.harness.calls.filter(([method]) => method === 'showLog').length;
    const before = logs();
    await view.getByRole('button', { name: 'Show Log' }).click();
    await expect.poll(logs).toBe(before + 1);
  }
  await zerosFile(name, '<f4', shape, bytes);
  await view.getByRole('button', { name: 'Try Again' }).click();
  await view.getByRole('alert').waitFor({ state: 'detached' });
  await page.context().close();
});

test('a file that could not be opened is shown once it can', async () => {
  const path = join(folder, 'mended.safetensors');
  await writeFile(path, 'half a file');
  const page = await viewer.open(path);
  await page.getByRole('alert').waitFor();
  await copyFile(comfy('node_dump_ok.safetensors'), path);
  await page.getByRole('button', { name: 'Try Again' }).click();
  await page.getByRole('treeitem', { name: /^samples/ }).waitFor();
  await page.context().close();
});

/** Tensors without elements, of no rank and of 32, of text, dates and records. */
const ODD = [
  ['comfy', 'dtypes.safetensors', /^(empty|scalar|rank4|zero_dim_mid)/],
  ['numpy', 'v-rank-32d-f4le.npy', /./],
  ['numpy', 'v-rank-zero-mid-i8be.npy', /./],
  ['numpy', 'v-U6-le-f2d.npy', /./],
  ['numpy', 'v-S0.npy', /./],
  ['numpy', 'v-dt64-ms.npy', /./],
  ['numpy', 'v-struct-bool-complex.npy', /./],
] as const;

test.each(ODD)('%s/%s shows something sensible in each view', async (of, file, names) => {
  const page = await viewer.open(casePath(of, file));
  const items = page.getByRole('treeitem').filter({ hasText: names });
  for (const item of await items.all()) {
    await item.click();
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      const view = page.getByRole('tabpanel');
      await expect.poll(() => view.textContent()).toMatch(/\w/);
      await page.locator('[aria-busy="true"]').waitFor({ state: 'detached' });
      expect(await view.getByRole('alert').allTextContents()).toEqual([]);
    }
  }
  await page.context().close();
});

test('a look comes back with the file, and so does a mask of another file', async () => {
  const file = comfy('image_channel_first.safetensors');
  viewer.harness.lend(comfy('node_dump_ok.safetensors'));
  const page = await viewer.open(file, { remembers: true });
  await page.getByRole('combobox', { name: 'Mask' }).selectOption('From Another File...');
  await page.getByRole('slider', { name: 'Opacity' }).fill('0.8');
  const laid = await picturePixels(page);
  await expect
    .poll(() => viewer.harness.calls.filter(([method]) => method === 'remember').length)
    .toBeGreaterThan(1);
  await page.context().close();
  const again = await viewer.open(file, { remembers: true });
  await expect.poll(() => again.getByRole('slider', { name: 'Opacity' }).inputValue()).toBe('0.8');
  await expect
    .poll(async () => largestDifference(await picturePixels(again), laid))
    .toBeLessThanOrEqual(1);
  await again.context().close();
});

/** What the last page said that its view opens with. */
function rememberedOpening(): readonly TensorPictureRequest[] {
  const [, params] = viewer.harness.calls.findLast(([method]) => method === 'remember') ?? [];
  return (params as { opening?: readonly TensorPictureRequest[] } | undefined)?.opening ?? [];
}

const OPENINGS = [
  ['an image', 'node_dump_ok.safetensors', /^image/, 1],
  ['a mask over an image', 'node_dump_ok.safetensors', /^mask/, 2],
  ['the channels of a latent', 'node_dump_ok.safetensors', /^samples/, 1],
] as const;

test.each(OPENINGS)('a page remembers that it opened with %s', async (_, name, tensor, count) => {
  const file = comfy(name);
  const page = await viewer.open(file, { remembers: true });
  await page.getByRole('treeitem', { name: tensor }).click();
  await expect.poll(() => rememberedOpening().length).toBe(count);
  const opening = rememberedOpening();
  await page.context().close();
  const from = viewer.harness.pictures.length;
  const again = await viewer.open(file, { remembers: true });
  await expect
    .poll(() => viewer.harness.pictures.slice(from))
    .toEqual(expect.arrayContaining(JSON.parse(JSON.stringify(opening))));
  await again.getByRole('tab', { name: 'Table' }).click();
  await expect.poll(() => rememberedOpening()).toEqual([]);
  await again.context().close();
});

test('the probe tells of the mask and of the image under it', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.getByRole('treeitem', { name: /^mask/ }).click();
  await picturePixels(page);
  await page.getByRole('application').focus();
  for (const key of ['ArrowRight', 'Home', 'PageUp']) await page.keyboard.press(key);
  const probe = page.getByRole('status', { name: 'Probe' });
  await expect
    .poll(() => probe.textContent())
    .toMatch(/^x 0, y 0: mask [01] · R 0\.\d{9,} +G 0\.\d{9,} +B 0\.\d{9,}$/);
  await page.context().close();
});

test('a region is marked and the range set by keys', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await picturePixels(page);
  await page.getByRole('application').focus();
  const keys = ['Home', 'PageUp', 'r', 'ArrowRight', 'ArrowRight', 'ArrowDown', 'r'];
  for (const key of keys) await page.keyboard.press(key);
  const region = page.locator('[data-section=region]');
  // Three by two pixels of three channels.
  await expect.poll(() => region.locator('dd').first().textContent()).toContain('18');
  await region.getByRole('slider', { name: 'High end of the range' }).press('Home');
  await expect.poll(() => page.getByLabel('Range', { exact: true }).inputValue()).toBe('manual');
  const high = Number(await page.getByLabel('High', { exact: true }).inputValue());
  const low = Number((await region.locator('dd').nth(1).textContent()) ?? '');
  expect(high).toBeCloseTo(low, 5);
  await page.keyboard.press('Escape');
  await page.context().close();
});

test('the pointer over a channel of the grid is told all channels', async () => {
  const page = await viewer.open(comfy('latent_SD15.safetensors'));
  await picturePixels(page, '.channel-grid canvas');
  await page
    .locator('.channel-grid canvas')
    .nth(1)
    .hover({ position: { x: 1, y: 1 } });
  const probe = page.getByRole('status', { name: 'Probe' });
  await expect.poll(() => probe.textContent()).toMatch(/^x 0, y 0: (-?\d+\.\d{6,} *){4}$/);
  await page.context().close();
});
