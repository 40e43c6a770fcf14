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
