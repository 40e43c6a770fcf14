import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstPicture } from '../../../src/core/render/firstPicture';
import { casePath } from '../../support/cases';
import { largestDifference, picturePixels, Viewer } from './browser';

let viewer: Viewer;
beforeAll(async () => {
  viewer = await Viewer.start();
});
afterAll(() => viewer?.close());

const comfy = (file: string) => casePath('comfy', file);

test('the tensors are listed with type, shape, size and kind', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  const tree = page.getByRole('tree', { name: 'Tensors' });
  expect(await tree.getByRole('treeitem').count()).toBe(4);
  const mask = await tree.getByRole('treeitem', { name: /^mask/ }).textContent();
  for (const part of ['F32', '[2, 48, 64]', '24.0 KiB', 'MASK']) expect(mask).toContain(part);
  await page.context().close();
});

/** Files whose editor opens with one plane: colours, one mask, any other plane. */
const READ_AHEAD = ['node_dump_ok.safetensors', 'image_channel_first.safetensors', 'big.npy'];

test.each(READ_AHEAD)(
  'what the host reads ahead of %s is what the page asks for first',
  async file => {
    const from = viewer.harness.pictures.length;
    const page = await viewer.open(comfy(file));
    await picturePixels(page);
    const asked = viewer.harness.pictures[from];
    const { tensors, findings } = await viewer.harness.open(comfy(file));
    expect({ ...asked?.request, quality: 'coarse' }).toEqual(firstPicture(tensors, findings));
    expect(asked?.tensor).toBe(0);
    await page.context().close();
  },
);

test('the list is walked by arrow keys', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.getByRole('tree', { name: 'Tensors' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  const selected = page.getByRole('treeitem', { selected: true });
  expect(await selected.textContent()).toContain('samples');
  await page.context().close();
});

test('a finding shows its rule, its mend and the PyTorch fix', async () => {
  const page = await viewer.open(comfy('image_channel_first.safetensors'));
  const findings = page.getByRole('list', { name: 'Findings' });
  expect(await findings.textContent()).toContain('image/channel-first');
  await findings.getByRole('button', { name: /Channel Last/ }).click();
  await findings.getByRole('button', { name: 'Copy PyTorch Fix' }).click();
  const methods = viewer.harness.calls.map(([method]) => method);
  expect(methods).toContain('convert');
  expect(methods).toContain('copyText');
  await page.context().close();
});

test('a file that cannot be opened says why and offers other editors', async () => {
  const page = await viewer.open(comfy('evil.pt'));
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Open as Binary' }).click();
  await page.getByRole('button', { name: 'Open as Text' }).click();
  const asked = viewer.harness.calls.filter(([method]) => method === 'openAs');
  expect(asked.map(([, params]) => params)).toEqual([{ editor: 'binary' }, { editor: 'text' }]);
  await page.context().close();
});

test('the cursor is moved by keys and told exactly', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await picturePixels(page);
  await page.getByRole('application').focus();
  for (const key of ['ArrowRight', 'Home', 'PageUp', 'ArrowRight', 'ArrowDown'])
    await page.keyboard.press(key);
  const probe = page.getByRole('status', { name: 'Probe' });
  // The exact float64 text of a float32 has more digits than a picture's label.
  await expect
    .poll(() => probe.textContent())
    .toMatch(/^x 1, y 1: R 0\.\d{9,} +G 0\.\d{9,} +B 0\.\d{9,}$/);
  await page.context().close();
});

test('the wheel zooms to the pointer, 0 fits again', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await picturePixels(page);
  await page.mouse.move(600, 400);
  await page.mouse.wheel(0, -800);
  const percent = page.locator('.zoom-percent');
  const fit = page.getByRole('button', { name: 'Fit' });
  await expect.poll(() => fit.getAttribute('aria-pressed')).toBe('false');
  const zoomed = Number.parseInt((await percent.textContent()) ?? '', 10);
  await page.getByRole('application').focus();
  await page.keyboard.press('0');
  await expect.poll(() => fit.getAttribute('aria-pressed')).toBe('true');
  expect(Number.parseInt((await percent.textContent()) ?? '', 10)).toBeLessThan(zoomed);
  await page.context().close();
});

test('tensor, view and display survive a reload of the page', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.getByRole('treeitem', { name: /^mask/ }).click();
  await page.getByRole('slider', { name: 'Opacity' }).fill('0.8');
  await page.reload();
  await expect.poll(() => page.getByRole('slider', { name: 'Opacity' }).inputValue()).toBe('0.8');
  await page.context().close();
});

test('? shows the keys, Escape hides them', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard Shortcuts' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.context().close();
});

test('the table shows exact values and is walked by keys', async () => {
  const page = await viewer.open(comfy('dtypes.safetensors'));
  await page.getByRole('treeitem', { name: /^i64/ }).click();
  await page.getByRole('tab', { name: 'Table' }).click();
  const grid = page.getByRole('grid');
  await expect.poll(() => grid.textContent()).toContain('9223372036854775807');
  await page.context().close();
});

/** What each theme is looked at with: all views in one, in the others what has colours of its own. */
const LOOKED_AT = [
  ['dark', 'node_dump_ok.safetensors', 'Image'],
  ['dark', 'node_dump_ok.safetensors', 'Table'],
  ['dark', 'node_dump_ok.safetensors', 'Statistics'],
  ['dark', 'latent_SD15.safetensors', 'Latent'],
  ['dark', 'image_channel_first.safetensors', 'Heatmap'],
  ['dark', 'ComfyUI_00001_.latent', 'Metadata'],
  ['dark', 'evil.pt', null],
  ['light', 'image_channel_first.safetensors', 'Image'],
  ['light', 'latent_SD15.safetensors', 'Latent'],
  ['hc-dark', 'image_channel_first.safetensors', 'Image'],
  ['hc-dark', 'latent_SD15.safetensors', 'Latent'],
  ['hc-light', 'image_channel_first.safetensors', 'Image'],
  ['hc-light', 'evil.pt', null],
] as const;

test.each(LOOKED_AT)('axe finds nothing in %s, %s, %s', async (theme, file, tab) => {
  const page = await viewer.open(comfy(file), { theme });
  if (tab) await page.getByRole('tab', { name: tab }).click();
  await page.locator('.stage[aria-busy="true"]').waitFor({ state: 'detached' });
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}`));
  expect(found).toEqual([]);
  await page.context().close();
});

test('nothing is cut off at 400 pixels, and both panes open over the picture', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'), { width: 400, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
  await page.getByRole('button', { name: 'Inspector' }).click();
  await page.getByRole('complementary', { name: 'Inspector' }).waitFor();
  await page.getByRole('button', { name: 'Tensor List' }).click();
  await page.getByRole('treeitem', { name: /^samples/ }).click();
  await page.locator('.channel-grid').waitFor();
  await page.context().close();
});

test.each(['dark', 'light', 'hc-dark', 'hc-light'])(
  'panes over the picture: axe finds nothing in %s, Escape closes them',
  async theme => {
    const size = { theme, width: 400, height: 700 };
    const page = await viewer.open(comfy('image_channel_first.safetensors'), size);
    for (const name of ['Tensor List', 'Inspector']) {
      const opener = page.getByRole('button', { name });
      await opener.click();
      const pane = page.getByRole('complementary', { name });
      await pane.waitFor();
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      await page.keyboard.press('Escape');
      await pane.waitFor({ state: 'detached' });
      expect(await opener.evaluate(button => button === document.activeElement)).toBe(true);
    }
    await page.context().close();
  },
);

test('a mask of another file is laid over an image', async () => {
  viewer.harness.lend(comfy('node_dump_ok.safetensors'));
  const page = await viewer.open(comfy('image_channel_first.safetensors'));
  const plain = await picturePixels(page);
  await page.getByRole('combobox', { name: 'Mask' }).selectOption('From Another File...');
  await page.getByRole('slider', { name: 'Opacity' }).waitFor();
  await expect
    .poll(async () => largestDifference(await picturePixels(page), plain))
    .toBeGreaterThan(20);
  await page.context().close();
});

test('a file that cannot be lent says why above the picture', async () => {
  viewer.harness.lend(comfy('evil.pt'));
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.getByRole('combobox', { name: 'Mask' }).selectOption('From Another File...');
  await page.getByRole('alert').waitFor();
  await page.getByRole('button', { name: 'Close' }).first().click();
  await page.getByRole('alert').waitFor({ state: 'detached' });
  await page.context().close();
});

test('the counts of NaN and Inf are told', async () => {
  const page = await viewer.open(comfy('dtypes.safetensors'));
  await page.getByRole('treeitem', { name: /^f32/ }).click();
  await page.getByRole('tab', { name: 'Statistics' }).click();
  // One NaN, one +Inf and one -Inf: cases/comfy/expected.json.
  const counts = page.locator('.facts.large dd.bad');
  await expect.poll(() => counts.allTextContents()).toHaveLength(3);
  await page.context().close();
});
