import { join } from 'node:path';
import { build } from 'esbuild';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import { type CanvasPixels, largestDifference, Viewer } from './browser';

const DUMP = casePath('comfy', 'node_dump_ok.safetensors');
const viewer = new Viewer();
let bundle = '';

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'twoViews.ts')],
    tsconfig: join(import.meta.dirname, '../../../webview/tsconfig.json'),
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2023',
  });
  bundle = outputFiles[0]!.text;
});
afterAll(() => viewer.close());

/** Two views of the dump side by side, in place of the whole page. */
async function openTwo(views: string): Promise<{ page: Page; left: Locator; right: Locator }> {
  const page = await viewer.open(DUMP, { views, script: bundle });
  const [left, right] = [page.getByLabel('View 0'), page.getByLabel('View 1')];
  for (const side of [left, right]) await side.locator('.stage[aria-busy="false"]').waitFor();
  return { page, left, right };
}

const probeOf = (side: Locator) => side.getByRole('status', { name: 'Probe' }).textContent();
const zoomOf = (side: Locator) => side.locator('.zoom-percent').textContent();
const transformOf = (side: Locator) =>
  side.locator('.stage-plane').evaluate(plane => (plane as HTMLElement).style.transform);
const picture = (side: Locator): Promise<CanvasPixels> =>
  side.locator('.stage-base').evaluate(element => {
    const canvas = element as HTMLCanvasElement;
    const { width, height } = canvas;
    return {
      width,
      height,
      data: [...canvas.getContext('2d')!.getImageData(0, 0, width, height).data],
    };
  });

/** All that one view shows, for a look whether another has disturbed it. */
const stateOf = async (side: Locator) => ({
  probe: await probeOf(side),
  zoom: await zoomOf(side),
  transform: await transformOf(side),
  status: await side.locator('.status-side').textContent(),
  bar: await side.locator('.view-bar').textContent(),
});

async function middleOf(side: Locator): Promise<readonly [number, number]> {
  const box = (await side.locator('.stage').boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Probes, zooms, pans, selects a region and moves the cursor. */
async function handle(page: Page, side: Locator): Promise<void> {
  const [x, y] = await middleOf(side);
  const before = await transformOf(side);
  await page.mouse.move(x, y);
  await page.mouse.wheel(0, -600);
  await expect.poll(() => transformOf(side)).not.toBe(before);
  const zoomed = await transformOf(side);
  await page.mouse.down();
  await page.mouse.move(x + 40, y + 25, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => transformOf(side)).not.toBe(zoomed);
  await page.keyboard.down('Shift');
  await page.mouse.down();
  await page.mouse.move(x + 90, y + 70, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up('Shift');
  await expect.poll(() => side.locator('.status-side').textContent()).toContain('Region');
  await side.getByRole('application').press('ArrowRight');
  await expect.poll(() => probeOf(side)).toMatch(/^x \d+, y \d+: /);
}

test.each([
  ['two tensors in two views', '0.image,1.heatmap'],
  ['one tensor twice', '0.heatmap,0.heatmap'],
])('%s: what is done in one does not disturb the other', async (_, views) => {
  const { page, left, right } = await openTwo(views);
  for (const [mine, other] of [
    [left, right],
    [right, left],
  ] as const) {
    // A pointer that leaves a picture takes its probe along; what was clicked is told again, exactly.
    await page.mouse.move(0, 0);
    const hint = () => other.getByRole('status', { name: 'Probe' }).getAttribute('title');
    await expect.poll(hint).toMatch(/^$| · 0x/);
    const [before, pixels] = [await stateOf(other), await picture(other)];
    await handle(page, mine);
    expect(await stateOf(other)).toEqual(before);
    expect(largestDifference(await picture(other), pixels)).toBe(0);
  }
});

test('each shows its own tensor, and steps along its own slider', async () => {
  const { left, right } = await openTwo('0.heatmap,0.heatmap');
  const first = await picture(left);
  expect(largestDifference(await picture(right), first)).toBe(0);
  await right.getByRole('application').press(']');
  await expect.poll(async () => largestDifference(await picture(right), first)).toBeGreaterThan(20);
  expect(largestDifference(await picture(left), first)).toBe(0);
  expect(await left.getByRole('spinbutton').first().inputValue()).toBe('0');
  expect(await right.getByRole('spinbutton').first().inputValue()).toBe('1');
});

test('no id is on the page twice', async () => {
  const { page } = await openTwo('0.image,0.image');
  await page.locator('.thumb canvas').nth(3).waitFor();
  const ids = await page.locator('[id]').evaluateAll(all => all.map(({ id }) => id));
  expect(new Set(ids).size).toBe(ids.length);
});
