import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { importScript } from '../../support/scripts';
import { tempFolder } from '../../support/tempFolder';
import { picturePixels, Viewer } from './browser';

interface Tensor {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}
const { encodeNpy, encodeSafetensors } = await importScript<{
  encodeNpy(tensor: Tensor): Uint8Array;
  encodeSafetensors(tensors: Readonly<Record<string, Tensor>>): Uint8Array;
}>('samples/encode.mjs');

const viewer = new Viewer();
afterAll(() => viewer.close());

const folder = await tempFolder();
const counted = (...shape: number[]): Tensor => ({
  shape,
  values: Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => i),
});

const probe = (page: Page) => page.getByRole('status', { name: 'Probe' }).textContent();
const index = (page: Page, axis: string) =>
  page.getByRole('slider', { name: axis, exact: true }).inputValue();

/** Goes to both ends of the line and tells what is there. */
async function ends(page: Page, first: string, last: string): Promise<void> {
  await page.getByRole('application').focus();
  await page.keyboard.press('Home');
  await expect.poll(() => probe(page)).toBe(first);
  await page.keyboard.press('End');
  await expect.poll(() => probe(page)).toBe(last);
}

test('a line runs through the cursor of the picture, along any axis', async () => {
  const path = join(folder, 'counted.npy');
  await writeFile(path, encodeNpy(counted(2, 40, 50)));
  const page = await viewer.open(path);
  await page.getByRole('tab', { name: 'Heatmap' }).click();
  await picturePixels(page);
  await page.getByRole('application').focus();
  const steps = [...Array(7).fill('ArrowRight'), ...Array(5).fill('ArrowDown')];
  for (const key of ['ArrowRight', 'Home', 'PageUp', ...steps]) await page.keyboard.press(key);
  await page.getByRole('tab', { name: 'Line' }).click();
  expect(await index(page, 'Axis 1')).toBe('5');
  // Element [b, y, x] of the file is 2000 b + 50 y + x.
  await ends(page, 'x 0: 250', 'x 49: 299');
  await page.getByRole('combobox', { name: 'Along' }).selectOption('1');
  expect(await index(page, 'Axis 2')).toBe('7');
  await ends(page, 'x 0: 7', 'x 39: 1957');
  await page.getByRole('slider', { name: 'Axis 0', exact: true }).fill('1');
  await page.getByRole('slider', { name: 'Axis 2', exact: true }).fill('9');
  await ends(page, 'x 0: 2009', 'x 39: 3959');
  await page.getByRole('tab', { name: 'Heatmap' }).click();
  await page.getByRole('application').focus();
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => probe(page)).toBe('x 9, y 6: 2309');
});

test('each line keeps its own zoom, after a reload too', async () => {
  const path = join(folder, 'lines.safetensors');
  await writeFile(path, encodeSafetensors({ long: counted(2000), short: counted(20) }));
  const page = await viewer.open(path);
  const chart = page.getByRole('application');
  const first = () => page.locator('loupe-line').getAttribute('data-first');
  await page.getByRole('treeitem', { name: /^long/ }).click();
  await chart.focus();
  await page.keyboard.press('End');
  for (let i = 0; i < 6; i++) await page.keyboard.press('+');
  await expect.poll(async () => Number(await first())).toBeGreaterThan(1000);
  const zoomed = await first();
  await page.getByRole('treeitem', { name: /^short/ }).click();
  await ends(page, 'x 0: 0', 'x 19: 19');
  expect(await page.getByRole('alert').count()).toBe(0);
  await page.getByRole('treeitem', { name: /^long/ }).click();
  await expect.poll(first).toBe(zoomed);
  await page.reload();
  await expect.poll(first).toBe(zoomed);
  // The cursor that leaves the view takes it along; a drag pans.
  await ends(page, 'x 0: 0', 'x 1999: 1999');
  await expect.poll(first).toBe(zoomed);
  const box = (await chart.boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 200, box.y + box.height / 2, { steps: 4 });
  await page.mouse.up();
  await expect.poll(async () => Number(await first())).toBeLessThan(Number(zoomed));
});
