import type { Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import {
  type CanvasPixels,
  chooseColormap,
  largestDifference,
  picturePixels,
  Viewer,
} from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

const comfy = (file: string) => casePath('comfy', file);
const PAINTERS = ['webgl2', 'canvas2d'] as const;

async function display(page: Page, label: string, value: string): Promise<void> {
  await page.getByRole('slider', { name: label, exact: true }).fill(value);
}

const DISPLAYS: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'exposure and gamma': async page => {
    await display(page, 'Exposure', '-1.5');
    await display(page, 'Gamma', '2.2');
  },
  'a colormap over one channel': async page => {
    await page.getByRole('radio', { name: 'Green' }).click();
    await chooseColormap(page, 'Turbo');
  },
  'a colormap inverted': async page => {
    await page.getByRole('radio', { name: 'Red' }).click();
    await chooseColormap(page, 'Viridis');
    await page.getByLabel('Invert colormap').check();
  },
  'symlog over a symmetric range': async page => {
    await page.getByRole('radio', { name: 'Blue' }).click();
    await page.getByLabel('Range', { exact: true }).selectOption('symmetric');
    await page.getByRole('radio', { name: 'Symlog' }).click();
  },
  'log from the smallest to the largest': async page => {
    await page.getByRole('radio', { name: 'Blue' }).click();
    await page.getByLabel('Range', { exact: true }).selectOption('full');
    await page.getByRole('radio', { name: 'Log', exact: true }).click();
  },
};

describe('WebGL2 and plain arithmetic agree within one level of 255', () => {
  test.each(Object.keys(DISPLAYS))('%s', async name => {
    const pixels: CanvasPixels[] = [];
    for (const painter of PAINTERS) {
      const page = await viewer.open(comfy('node_dump_ok.safetensors'), { painter });
      await DISPLAYS[name]!(page);
      pixels.push(await picturePixels(page));
    }
    expect(largestDifference(pixels[0]!, pixels[1]!)).toBeLessThanOrEqual(1);
  });
});
