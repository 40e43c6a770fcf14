import { afterAll, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import { Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

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
});
