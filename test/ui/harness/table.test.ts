import { afterAll, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import { hostCalls, picturePixels, Viewer } from './browser';

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
