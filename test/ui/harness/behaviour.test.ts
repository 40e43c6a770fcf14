import { afterAll, expect, test } from 'vitest';
import { firstPicture } from '../../../src/core/present/firstPicture';
import type { ParamsOf } from '../../../src/protocol/rpc';
import type { HostMethods } from '../../../src/protocol/webviewMethods';
import { casePath } from '../../support/cases';
import { countCalls, fileInfo, hostCalls, picturePixels, Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

const comfy = (file: string) => casePath('comfy', file);

test('the tensors are listed with type, shape, size and kind', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  const tree = page.getByRole('tree', { name: 'Tensors' });
  expect(await tree.getByRole('treeitem').count()).toBe(4);
  const mask = await tree.getByRole('treeitem', { name: /^mask/ }).textContent();
  for (const part of ['F32', '[2, 48, 64]', '24.0 KiB', 'MASK']) expect(mask).toContain(part);
});

/** Files whose editor opens with one plane: colours, one mask, any other plane. */
const READ_AHEAD = [
  'latent_SD15.safetensors',
  'node_dump_ok.safetensors',
  'image_channel_first.safetensors',
  'big.npy',
];

test.each(READ_AHEAD)(
  'what the host reads ahead of %s is what the page asks for first',
  async file => {
    const page = await viewer.open(comfy(file));
    const picture = async () => (await hostCalls(page)).find(([method]) => method === 'picture');
    await expect.poll(picture).toBeDefined();
    const [, asked] = (await picture())!;
    const { tensor, request } = asked as ParamsOf<HostMethods['picture']>;
    const { tensors, findings } = await fileInfo(comfy(file));
    expect({ ...request, quality: 'coarse' }).toEqual(firstPicture(tensors, findings));
    expect(tensor).toBe(0);
  },
);

test('the list is walked by arrow keys', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.getByRole('tree', { name: 'Tensors' }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  const selected = page.getByRole('treeitem', { selected: true });
  expect(await selected.textContent()).toContain('samples');
});

test('a finding shows its rule, its mend and the PyTorch fix', async () => {
  const page = await viewer.open(comfy('image_channel_first.safetensors'));
  const findings = page.getByRole('list', { name: 'Findings' });
  expect(await findings.textContent()).toContain('image/channel-first');
  await findings.getByRole('button', { name: /Channel Last/ }).click();
  await findings.getByRole('button', { name: 'Copy PyTorch Fix' }).click();
  const methods = (await hostCalls(page)).map(([method]) => method);
  expect(methods).toContain('convert');
  expect(methods).toContain('copyText');
});

test('the cursor is moved by keys and told exactly', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await picturePixels(page);
  await page.getByRole('application').focus();
  for (const key of ['ArrowRight', 'Home', 'PageUp', 'ArrowRight', 'ArrowDown'])
    await page.keyboard.press(key);
  const probe = page.getByRole('status', { name: 'Probe' });
  // numpy prints image[0, 1, 1] so; a picture's label has fewer digits.
  const wanted = 'x 1, y 1: R 0.22784066  G 0.6534314  B 0.30336958';
  await expect.poll(() => probe.textContent()).toBe(wanted);
  expect(await probe.getAttribute('title')).toMatch(/R 0\.22784066 · 0x[0-9a-f]{8}/);
});

test('a picture has the focus once it is there, and its keys work beside it', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await picturePixels(page);
  const focused = () => page.evaluate(() => document.activeElement?.className);
  expect(await focused()).toBe('stage');
  const batch = page.getByRole('spinbutton', { name: 'Batch' });
  await page.keyboard.press(']');
  await expect.poll(() => batch.inputValue()).toBe('1');
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('[');
  await expect.poll(() => batch.inputValue()).toBe('0');
  await page.getByRole('button', { name: 'Copy as PNG' }).press('ArrowRight');
  const probe = page.getByRole('status', { name: 'Probe' });
  await expect.poll(() => probe.textContent()).toMatch(/^x \d+, y \d+: R /);
  await page.getByRole('combobox', { name: 'Range' }).press(']');
  await expect.poll(() => batch.inputValue()).toBe('1');
});

test("keys typed into a field, or that move in a list, are not the picture's", async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await picturePixels(page);
  const batch = page.getByRole('spinbutton', { name: 'Batch' });
  for (const key of ['1', ']', 'n', 'ArrowLeft']) await batch.press(key);
  await page.getByRole('tree', { name: 'Tensors' }).press('ArrowDown');
  await expect
    .poll(() => page.getByRole('treeitem', { selected: true }).textContent())
    .toContain('mask');
  expect(await page.getByRole('status', { name: 'Probe' }).textContent()).toBe('');
});

test('a click holds the value, which Ctrl+C copies', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await picturePixels(page);
  const probe = page.getByRole('status', { name: 'Probe' });
  await page.locator('.stage').click({ position: { x: 200, y: 300 } });
  await expect.poll(() => probe.textContent()).toMatch(/^x \d+, y \d+: R .* G .* B /);
  const held = (await probe.textContent())!;
  await page.locator('.stage').hover({ position: { x: 260, y: 320 } });
  await expect.poll(() => probe.textContent()).not.toBe(held);
  await page.getByRole('tab', { name: 'Image' }).hover();
  await expect.poll(() => probe.textContent()).toBe(held);
  await page.keyboard.press('Control+c');
  const copied = async () => (await hostCalls(page)).filter(([method]) => method === 'copyText');
  await expect.poll(copied).toEqual([['copyText', { text: held, what: held }]]);
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
});

test('tensor, view and display survive a reload of the page', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.getByRole('treeitem', { name: /^mask/ }).click();
  await page.getByRole('slider', { name: 'Opacity' }).fill('0.8');
  await page.reload();
  await expect.poll(() => page.getByRole('slider', { name: 'Opacity' }).inputValue()).toBe('0.8');
});

test('? shows the keys, Escape hides them', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keyboard Shortcuts' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
});

test('what a drop-down does once can be done again', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'));
  await page.getByRole('tab', { name: 'Table' }).click();
  const copy = page.getByRole('combobox', { name: 'Copy' });
  for (const times of [1, 2]) {
    await copy.selectOption('CSV');
    await expect.poll(() => countCalls(page, 'copyText')).toBe(times);
    expect(await copy.inputValue()).toBe('');
  }
});

test('the table shows exact values and is walked by keys', async () => {
  const page = await viewer.open(comfy('dtypes.safetensors'));
  await page.getByRole('treeitem', { name: /^i64/ }).click();
  await page.getByRole('tab', { name: 'Table' }).click();
  const grid = page.getByRole('grid');
  await expect.poll(() => grid.textContent()).toContain('9223372036854775807');
  await grid.focus();
  await page.keyboard.press('End');
  const chosen = page.getByRole('gridcell', { selected: true });
  const value = (await chosen.textContent()) ?? '';
  await page.keyboard.press('ControlOrMeta+c');
  await expect
    .poll(() => hostCalls(page))
    .toContainEqual(['copyText', { text: value, what: value }]);
});

test('nothing is cut off at 400 pixels, and both panes open over the picture', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'), { width: 400, height: 700 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(400);
  await page.getByRole('button', { name: 'Inspector' }).click();
  await page.getByRole('complementary', { name: 'Inspector' }).waitFor();
  await page.getByRole('button', { name: 'Tensor List' }).click();
  await page.getByRole('treeitem', { name: /^samples/ }).click();
  await page.locator('.channel-grid').waitFor();
});

test('the counts of NaN and Inf are told', async () => {
  const page = await viewer.open(comfy('dtypes.safetensors'));
  await page.getByRole('treeitem', { name: /^f32/ }).click();
  await page.getByRole('tab', { name: 'Statistics' }).click();
  // One NaN, one +Inf and one -Inf: cases/comfy/expected.json.
  const counts = page.locator('.facts.large dd.bad');
  await expect.poll(() => counts.allTextContents()).toHaveLength(3);
});
