import { afterAll, expect, test } from 'vitest';
import { axeFindings } from '../../support/axe';
import { casePath } from '../../support/cases';
import { chooseColormap, largestDifference, picturePixels, Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

const comfy = (file: string) => casePath('comfy', file);

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
  expect(await axeFindings(page.mainFrame(), 'html')).toEqual([]);
  expect(largestDifference(await picturePixels(page), before)).toBeGreaterThan(20);
  await page.keyboard.press('Escape');
  expect(await chooser.getAttribute('aria-expanded')).toBe('false');
  // The first picture may be painted before WebGL2 is there: within one level of 255 of each other.
  await expect
    .poll(async () => largestDifference(await picturePixels(page), before))
    .toBeLessThanOrEqual(1);
  await chooseColormap(page, 'Magma');
  expect(await chooser.textContent()).toContain('Magma');
});

test('the probe tells of the mask and of the image under it', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.getByRole('treeitem', { name: /^mask/ }).click();
  await picturePixels(page);
  await page.getByRole('application').focus();
  for (const key of ['ArrowRight', 'Home', 'PageUp']) await page.keyboard.press(key);
  const probe = page.getByRole('status', { name: 'Probe' });
  // As numpy prints mask[0, 0, 0] and image[0, 0, 0].
  const wanted = 'x 0, y 0: mask 1 · R 0.36458123  G 0.059158325  B 0.91170543';
  await expect.poll(() => probe.textContent()).toBe(wanted);
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
});

test('statistics of a region are of the channel shown, or have a row for each', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'), { height: 500 });
  await picturePixels(page);
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await expect.poll(() => inspector.textContent()).toContain('Shift+drag on the picture');
  await page.getByRole('application').focus();
  for (const key of ['ArrowRight', 'Home', 'PageUp', 'r', 'ArrowRight', 'ArrowRight', 'ArrowDown'])
    await page.keyboard.press(key);
  const region = page.locator('[data-section=region]');
  // numpy: image[0, :2, :3] by channel, min, max and mean, to four digits.
  const rows = region.locator('.channel-table tbody tr');
  await expect
    .poll(async () => (await rows.allInnerTexts()).map(row => row.trim().split(/\s+/).slice(0, 4)))
    .toEqual([
      ['Red', '0.02805', '0.8446', '0.3165'],
      ['Green', '0.05916', '0.8101', '0.355'],
      ['Blue', '0.06137', '0.9117', '0.4988'],
    ]);
  expect(await region.evaluate(inSight)).toBe(true);
  await page.getByRole('radio', { name: 'Green' }).click();
  await expect
    .poll(() => region.locator('.section-title').textContent())
    .toBe('Region 3 x 2 · Green');
  await expect.poll(() => region.locator('dd').first().textContent()).toBe('6');
  expect(await region.locator('dd').nth(3).textContent()).toBe('0.3550402');
  expect(await rows.count()).toBe(0);
});

/** Whether an element's beginning is on the page. */
function inSight(element: Element): boolean {
  const { top } = element.getBoundingClientRect();
  return top >= 0 && top < innerHeight - 50;
}
