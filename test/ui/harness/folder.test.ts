import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { npyBytes } from '../../session/support/npy';
import { tempFolder } from '../../support/tempFolder';
import { hostCalls, picturePixels, Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

/** Files of one size, each of one gray; the name of a file that is none of ours lies between. */
const GRAYS = { 'step_1.npy': 0.2, 'step_2.npy': 0.6, 'step_10.npy': 1 } as const;
const SHAPE = [1, 24, 32, 3];

let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
  const values = (gray: number) => new Array<number>(24 * 32 * 3).fill(gray);
  for (const [name, gray] of Object.entries(GRAYS))
    await writeFile(join(folder, name), npyBytes(SHAPE, values(gray)));
  await writeFile(join(folder, 'step_2.txt'), 'notes');
  await writeFile(join(folder, 'step_3.npy'), 'no array');
});

const open = (name: string, options = {}) => viewer.open(join(folder, name), options);
const level = async (page: Page) => (await picturePixels(page)).data[0];
const levelOf = (gray: number) => Math.round(gray * 255);
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

test('the files of a folder are gone through by keys, in the order of the Explorer', async () => {
  const page = await open('step_1.npy');
  expect(await level(page)).toBe(levelOf(0.2));
  // What is set goes from file to file.
  await page.keyboard.press('1');
  await page.keyboard.press('.');
  await expect.poll(() => level(page)).toBe(levelOf(0.6));
  expect(await heading(page)).toBe('step_2.npy');
  expect(await page.locator('.zoom-percent').textContent()).toBe('100 %');
  // A file that cannot be opened is no dead end.
  await page.keyboard.press('.');
  await page.getByRole('heading', { name: 'This file cannot be opened' }).waitFor();
  await page.keyboard.press('.');
  await expect.poll(() => level(page)).toBe(levelOf(1));
  expect(await heading(page)).toBe('step_10.npy');
  await page.keyboard.press('.');
  await page.keyboard.press(',');
  await page.keyboard.press(',');
  await expect.poll(() => level(page)).toBe(levelOf(0.6));
  const shown = (await hostCalls(page)).filter(([method]) => method === 'show').at(-1);
  expect(shown).toEqual(['show', { file: 'step_2.npy', tensor: 0 }]);
});

test('and by buttons, which name the file that they lead to', async () => {
  const page = await open('step_10.npy');
  const last = page.getByRole('button', { name: 'This is the last file of the folder' });
  expect(await last.isDisabled()).toBe(true);
  await page.getByRole('button', { name: 'Previous file: step_3.npy (,)' }).click();
  await page.getByRole('heading', { name: 'This file cannot be opened' }).waitFor();
  await page.getByRole('button', { name: 'Previous file: step_2.npy (,)' }).click();
  await expect.poll(() => level(page)).toBe(levelOf(0.6));
  expect(await page.getByRole('status').first().textContent()).toMatch(/step_2\.npy\s+2 of 4/);
});

test('the filmstrip shows each file, and leads to it', async () => {
  const page = await open('step_1.npy');
  await page.getByRole('button', { name: 'Files of this folder' }).click();
  const strip = page.getByRole('listbox', { name: 'Files of this folder' });
  expect(await strip.getByRole('option').count()).toBe(4);
  const thumb = strip.getByRole('option', { name: 'step_10.npy' });
  const white = () =>
    thumb
      .locator('canvas')
      .evaluate(canvas => [
        ...(canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, 1, 1).data,
      ]);
  await expect.poll(white).toEqual([255, 255, 255, 255]);
  await thumb.click();
  await expect.poll(() => level(page)).toBe(levelOf(1));
  await strip.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => level(page)).toBe(levelOf(0.2));
  expect(await strip.getByRole('option', { selected: true }).textContent()).toContain('step_1');
});

test('a page that comes back shows the file that it showed, and the editor its own to a new page', async () => {
  const page = await open('step_1.npy');
  await picturePixels(page);
  await page.keyboard.press('.');
  await expect.poll(() => level(page)).toBe(levelOf(0.6));
  await page.locator('body:not([data-unsaved])').waitFor();
  await page.reload();
  await expect.poll(() => level(page)).toBe(levelOf(0.6));
  expect(await heading(page)).toBe('step_2.npy');
  await open('step_1.npy');
  expect(await level(page)).toBe(levelOf(0.2));
});
