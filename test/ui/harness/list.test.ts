import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { axeFindings } from '../../support/axe';
import { tempFolder } from '../../support/tempFolder';
import { Viewer } from './browser';
import { zerosTensors } from './zerosFile';

const viewer = new Viewer();
afterAll(() => viewer.close());

/** As in a checkpoint: long names that differ at their end. */
const LAYERS = 20;
let file = '';
beforeAll(async () => {
  file = join(await tempFolder(), 'checkpoint.safetensors');
  const names = ['weight', 'bias'].flatMap(part =>
    Array.from(
      { length: LAYERS },
      (_, i) => [`model.diffusion_model.transformer_blocks.${i}.attention.${part}`, part] as const,
    ),
  );
  const shapes = names.map(([name, part]) => [name, part === 'bias' ? [16] : [16, 16]] as const);
  // One of another beginning: without it, what all begin with would be left out.
  await zerosTensors(file, { ...Object.fromEntries(shapes), scale: [1] });
});

test('the filter knows fields, case and regular expressions, and says how many are left', async () => {
  const page = await viewer.open(file);
  const filter = page.getByRole('searchbox', { name: 'Filter tensors' });
  const count = page.locator('.filter-count');
  expect(await count.textContent()).toBe('');
  await filter.fill('bias size:<1K');
  await expect.poll(() => count.textContent()).toBe('20 of 41');
  await filter.fill('blocks\\.1\\d\\.');
  await expect.poll(() => count.textContent()).toBe('0 of 41');
  await page.getByRole('button', { name: 'Use Regular Expression' }).click();
  await expect.poll(() => count.textContent()).toBe('20 of 41');
  await filter.fill('BLOCKS');
  await expect.poll(() => count.textContent()).toBe('40 of 41');
  await page.getByRole('button', { name: 'Match Case' }).press('Enter');
  await expect.poll(() => count.textContent()).toBe('0 of 41');
  await filter.fill('(');
  await expect.poll(() => count.textContent()).toBe('This is no regular expression.');
});

test('the tree folds and unfolds at once', async () => {
  const page = await viewer.open(file);
  const rows = page.getByRole('treeitem');
  // More rows than the layers and their root: what is in the layers is seen too.
  const unfolded = () => expect.poll(() => rows.count()).toBeGreaterThan(LAYERS + 1);
  await unfolded();
  await page.getByRole('button', { name: 'Collapse All' }).click();
  await expect.poll(() => rows.count()).toBe(2);
  await page.getByRole('button', { name: 'Expand All' }).click();
  await unfolded();
});

test('the ends of long names are in sight, where they differ', async () => {
  const page = await viewer.open(file);
  await page.getByRole('combobox', { name: 'Sort' }).selectOption('size');
  const names = page.locator('.tree-row.tensor .row-name');
  await expect.poll(() => names.first().textContent()).toMatch(/^model\..*weight$/);
  const seen = await names.evaluateAll(all =>
    all.map(name => {
      const tail = name.querySelector('.row-tail')!;
      const [outer, inner] = [name.getBoundingClientRect(), tail.getBoundingClientRect()];
      const text = document.createRange();
      text.selectNodeContents(tail);
      // Half of the tail is more than the part that differs here.
      const shown = inner.right - Math.max(inner.left, text.getBoundingClientRect().left);
      const isSeen = shown > 130 && inner.right <= outer.right + 1;
      return isSeen ? tail.textContent : null;
    }),
  );
  expect(seen).not.toContain(null);
  const head = await page
    .locator('.row-head')
    .first()
    .evaluate(cut => cut.scrollWidth > cut.clientWidth);
  expect(head).toBe(true);
});

test.each(['dark', 'light', 'hc-dark', 'hc-light'])(
  'axe finds nothing in the list in %s',
  async theme => {
    const page = await viewer.open(file, { theme });
    await page.getByRole('searchbox', { name: 'Filter tensors' }).fill('size:big');
    await page.getByText('cannot be read').waitFor();
    expect(await axeFindings(page.mainFrame(), '.list-pane')).toEqual([]);
  },
);

test('what all names of a flat list begin with is said once', async () => {
  const page = await viewer.open(file);
  const rows = page.getByRole('treeitem');
  await page.getByRole('searchbox', { name: 'Filter tensors' }).fill('attention');
  await page.getByText('in model.diffusion_model.transformer_blocks.').waitFor();
  await expect.poll(() => rows.first().textContent()).toMatch(/^\s*0\.attention\.weight\s/);
  expect(await rows.first().getAttribute('title')).toBe(
    'model.diffusion_model.transformer_blocks.0.attention.weight',
  );
});

test('a file whose values were read says nothing of them', async () => {
  const page = await viewer.open(file);
  await page.getByRole('treeitem').first().waitFor();
  expect(await page.getByRole('button', { name: 'Read Them' }).count()).toBe(0);
});
