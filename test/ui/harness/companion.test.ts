import { afterAll, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import { hostCalls, largestDifference, picturePixels, Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

const comfy = (file: string) => casePath('comfy', file);

test('a mask of another file is laid over an image', async () => {
  const page = await viewer.open(comfy('image_channel_first.safetensors'), {
    chosen: comfy('node_dump_ok.safetensors'),
  });
  const plain = await picturePixels(page);
  await page.getByRole('combobox', { name: 'Mask' }).selectOption('From Another File...');
  await page.getByRole('slider', { name: 'Opacity' }).waitFor();
  await expect
    .poll(async () => largestDifference(await picturePixels(page), plain))
    .toBeGreaterThan(20);
});

test('view settings come back with the file, and so does a mask of another file', async () => {
  const file = comfy('image_channel_first.safetensors');
  const page = await viewer.open(file, {
    remembers: '1',
    chosen: comfy('node_dump_ok.safetensors'),
  });
  await page.getByRole('combobox', { name: 'Mask' }).selectOption('From Another File...');
  await page.getByRole('slider', { name: 'Opacity' }).fill('0.8');
  const laid = await picturePixels(page);
  // What the page opens with is remembered before; the settings must be too.
  const remembered = async () =>
    (await hostCalls(page)).findLast(([method]) => method === 'remember')?.[1];
  await expect.poll(async () => JSON.stringify(await remembered())).toContain('"opacity":0.8');
  const again = await viewer.open(file, { remembers: '1' });
  await expect.poll(() => again.getByRole('slider', { name: 'Opacity' }).inputValue()).toBe('0.8');
  await expect
    .poll(async () => largestDifference(await picturePixels(again), laid))
    .toBeLessThanOrEqual(1);
});
