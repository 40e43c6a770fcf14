import { afterAll, expect, test } from 'vitest';
import { axeFindings } from '../../support/axe';
import { casePath } from '../../support/cases';
import { Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

const comfy = (file: string) => casePath('comfy', file);

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
  expect(await axeFindings(page.mainFrame(), 'html')).toEqual([]);
});

const THEMES = ['dark', 'light', 'hc-dark', 'hc-light'];

test.each(THEMES)('what the pointer is on stays readable in %s', async theme => {
  const page = await viewer.open(comfy('image_channel_first.safetensors'), { theme });
  for (const name of [/Channel Last$/, 'Copy PyTorch Fix', 'image/channel-first']) {
    await page.getByRole('button', { name }).hover();
    expect(await axeFindings(page.mainFrame(), '.findings')).toEqual([]);
  }
  await page.getByRole('tab', { name: 'Heatmap' }).hover();
  expect(await axeFindings(page.mainFrame(), '.toolbar')).toEqual([]);
  await page.getByRole('radio', { name: 'Green' }).hover();
  expect(await axeFindings(page.mainFrame(), '.view-bar')).toEqual([]);
  await page.getByRole('treeitem').first().hover();
  expect(await axeFindings(page.mainFrame(), '.tree')).toEqual([]);
});

test.each(THEMES)(
  'panes over the picture: axe finds nothing in %s, Escape closes them',
  async theme => {
    const size = { theme, width: 400, height: 700 };
    const page = await viewer.open(comfy('image_channel_first.safetensors'), size);
    for (const name of ['Tensor List', 'Inspector']) {
      const opener = page.getByRole('button', { name });
      await opener.click();
      const pane = page.getByRole('complementary', { name });
      await pane.waitFor();
      expect(await axeFindings(page.mainFrame(), 'html')).toEqual([]);
      await page.keyboard.press('Escape');
      await pane.waitFor({ state: 'detached' });
      expect(await opener.evaluate(button => button === document.activeElement)).toBe(true);
    }
  },
);
