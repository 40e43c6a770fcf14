import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import { tempFolder } from '../../support/tempFolder';
import { hostCalls, picturePixels, Viewer } from './browser';
import { zerosFile } from './zerosFile';

const viewer = new Viewer();
afterAll(() => viewer.close());

const file = casePath('comfy', 'node_dump_ok.safetensors');

test('the table opens at the cursor, follows it back, and tells its own cell', async () => {
  const page = await viewer.open(file);
  await picturePixels(page);
  const probe = page.getByRole('status', { name: 'Probe' });
  for (const key of ['ArrowRight', 'End', 'PageDown']) await page.locator('.stage').press(key);
  await expect.poll(() => probe.textContent()).toMatch(/^x 63, y 47: R /);
  await page.getByRole('tab', { name: 'Table' }).click();
  const active = page.locator('.table-cell.active');
  await expect.poll(() => active.getAttribute('id')).toMatch(/cell-47-63$/);
  await expect.poll(async () => (await active.boundingBox()) !== null).toBe(true);
  const cell = async () => `x 63, y 47: ${await active.textContent()}`;
  await expect.poll(async () => (await probe.textContent()) === (await cell())).toBe(true);
  await page.getByRole('grid').press('ArrowUp');
  await expect.poll(() => probe.textContent()).toMatch(/^x 63, y 46: \d/);
  await page.getByRole('tab', { name: 'Image' }).click();
  await expect.poll(() => probe.textContent()).toMatch(/^x 63, y 46: R /);
});

test('a place is gone to by its index', async () => {
  const page = await viewer.open(file);
  await page.getByRole('tab', { name: 'Table' }).click();
  const goTo = page.getByRole('textbox', { name: 'Go to' });
  const active = page.locator('.table-cell.active');
  await goTo.fill('31, 60');
  await goTo.press('Enter');
  await expect.poll(() => active.getAttribute('id')).toMatch(/cell-31-60$/);
  await goTo.fill('99, 0');
  await goTo.press('Enter');
  expect(await goTo.getAttribute('aria-invalid')).toBe('true');
  await goTo.fill('[1, 2, 3, 2]');
  await goTo.press('Enter');
  await expect.poll(() => active.getAttribute('id')).toMatch(/cell-2-3$/);
  expect(await page.getByRole('spinbutton', { name: 'Batch' }).inputValue()).toBe('1');
});

test('cells are selected by Shift and by drag, and copied as a table', async () => {
  const page = await viewer.open(file);
  await page.getByRole('tab', { name: 'Table' }).click();
  const grid = page.getByRole('grid');
  const cell = (row: number, column: number) => page.locator(`[id$="cell-${row}-${column}"]`);
  await expect.poll(() => cell(1, 1).textContent()).toMatch(/^0\.\d+$/);
  await grid.focus();
  for (const key of ['ArrowDown', 'Shift+ArrowRight', 'Shift+ArrowDown']) await grid.press(key);
  const selected = page.getByRole('gridcell', { selected: true });
  await expect.poll(() => selected.count()).toBe(4);
  const texts = await selected.allTextContents();
  await grid.press('Control+c');
  const copied = async () => (await hostCalls(page)).find(([method]) => method === 'copyText')?.[1];
  await expect
    .poll(copied)
    .toEqual({ text: `${texts[0]}\t${texts[1]}\n${texts[2]}\t${texts[3]}`, what: 'TSV' });
  await grid.press('Escape');
  await expect.poll(() => selected.count()).toBe(1);
  await cell(0, 0).hover();
  await page.mouse.down();
  await cell(2, 1).hover();
  await page.mouse.up();
  await expect.poll(() => selected.count()).toBe(6);
  await page.getByText('Region 2 x 3 at 0, 0').waitFor();
});

test('what is too much to copy is said to be cut, and its code is offered', async () => {
  const shape = [2, 400, 1000];
  const path = await zerosFile(join(await tempFolder(), 'wide.npy'), '<f4', shape, 4 * 800_000);
  const page = await viewer.open(path);
  await page.getByRole('tab', { name: 'Table' }).click();
  await page.getByRole('combobox', { name: 'Copy' }).selectOption('NumPy');
  const note = page.getByRole('note').filter({ hasText: 'Only the first 100 of 400 rows' });
  await note.getByRole('button', { name: 'Copy Code That Loads All' }).press('Enter');
  const copied = async () =>
    (await hostCalls(page))
      .filter(([method]) => method === 'copyText')
      .map(([, params]) => (params as { readonly text: string }).text);
  await expect.poll(async () => (await copied()).length).toBe(2);
  expect((await copied())[1]).toBe(
    `import numpy as np\n\npart = np.load(${JSON.stringify(path)}, mmap_mode="r")[0]\n`,
  );
  await note.getByRole('button', { name: 'Close' }).click();
  expect(await note.count()).toBe(0);
});

test('the code of a picture loads the region marked, in the channel shown', async () => {
  const page = await viewer.open(file);
  await picturePixels(page);
  await page.getByRole('radio', { name: 'Green' }).click();
  await picturePixels(page);
  const stage = page.locator('.stage');
  await stage.focus();
  for (const key of ['Home', 'PageUp', 'r', 'ArrowRight', 'ArrowDown'])
    await page.keyboard.press(key);
  await page.getByRole('button', { name: 'Copy Python Code That Loads This' }).press('Enter');
  const last = async () => (await hostCalls(page)).at(-1);
  await expect.poll(async () => (await last())?.[0]).toBe('copyText');
  const [, params] = (await last())!;
  expect((params as { readonly text: string }).text).toContain(
    'f.get_slice("image")[0, :2, :2, 1]',
  );
});
