import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { tempFolder } from '../../support/tempFolder';
import { Viewer } from './browser';
import { zerosFile } from './zerosFile';

const viewer = new Viewer();
afterAll(() => viewer.close());

test('of a large plane samples come first, called approximate, then all of it', async () => {
  const side = 6000;
  const path = await zerosFile(
    join(await tempFolder(), 'plane.npy'),
    '<f4',
    [side, side],
    4 * side * side,
  );
  const page = await viewer.open(path);
  await page.locator('.approximate').waitFor();
  expect(await page.locator('.stage-base').isVisible()).toBe(true);
  await page.locator('.reduced').waitFor();
  expect(await page.locator('.approximate').count()).toBe(0);
  await page.locator('.stage[aria-busy="false"]').waitFor();
});

test('a long reading tells how far and how fast it is, and ends on Cancel', async () => {
  const shape = [12, 6000, 6000];
  const bytes = 4 * shape.reduce((product, size) => product * size);
  const path = await zerosFile(join(await tempFolder(), 'batch.npy'), '<f4', shape, bytes);
  const page = await viewer.open(path);
  const statistics = page.locator('[data-section="statistics"]');
  const told = () => statistics.locator('.reading-text').textContent();
  await expect.poll(told).toMatch(/^\d+ % · [\d.]+ [GM]iB\/s$/);
  const share = () =>
    statistics.getByRole('progressbar').evaluate(bar => (bar as HTMLProgressElement).value);
  const before = await share();
  await expect.poll(share).toBeGreaterThan(before);
  await statistics.getByRole('button', { name: 'Cancel' }).press('Enter');
  await statistics.getByText('Not all values were read.').waitFor();
  await statistics.getByRole('button', { name: 'Read All Values' }).click();
  await expect.poll(told).toMatch(/^\d+ %/);
  // The file says so too, where its list is, and reads them from there.
  const list = page.getByRole('complementary', { name: 'Tensor List' });
  await list.getByText('Values not read').waitFor();
  await list.getByRole('button', { name: 'Read Them' }).click();
  await list.getByRole('button', { name: 'Cancel' }).click();
  await list.getByText('Values not read').waitFor();
});
