import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import {
  type CanvasPixels,
  chooseColormap,
  largestDifference,
  picturePixels,
  Viewer,
} from './browser';

let viewer: Viewer;
beforeAll(async () => {
  viewer = await Viewer.start();
});
afterAll(() => viewer?.close());

const comfy = (file: string) => casePath('comfy', file);
const PAINTERS = ['webgl2', 'canvas2d'] as const;

/** The float32 values of a tensor of a safetensors file, read without any code of ours. */
async function tensorValues(file: string, name: string): Promise<Float32Array> {
  const bytes = await readFile(file);
  const length = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.subarray(8, 8 + length).toString()) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  const [start, end] = header[name]!.data_offsets;
  return new Float32Array(
    bytes.buffer.slice(bytes.byteOffset + 8 + length + start, bytes.byteOffset + 8 + length + end),
  );
}

const byte = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 255);

function expectWithinOne(pixels: CanvasPixels, wanted: (pixel: number) => readonly number[]): void {
  let most = 0;
  for (let pixel = 0; pixel < pixels.width * pixels.height; pixel++)
    for (const [c, value] of wanted(pixel).entries())
      most = Math.max(most, Math.abs(pixels.data[pixel * 4 + c]! - value));
  expect(most).toBeLessThanOrEqual(1);
}

describe.each(PAINTERS)('painted by %s', painter => {
  const open = async (file: string) => {
    const page = await viewer.open(comfy(file), { painter });
    await page.locator('canvas[data-painter]').first().waitFor({ state: 'attached' });
    return page;
  };

  test('an IMAGE is its values times 255', async () => {
    const page = await open('node_dump_ok.safetensors');
    const pixels = await picturePixels(page);
    const values = await tensorValues(comfy('node_dump_ok.safetensors'), 'image');
    expect([pixels.width, pixels.height]).toEqual([64, 48]);
    expectWithinOne(pixels, at => [0, 1, 2].map(c => byte(values[at * 3 + c]!)).concat(255));
    await page.context().close();
  });

  test('the batch slider shows the next item', async () => {
    const page = await open('node_dump_ok.safetensors');
    await page.getByRole('slider', { name: 'Batch' }).fill('1');
    await page.waitForTimeout(300);
    const pixels = await picturePixels(page);
    const values = await tensorValues(comfy('node_dump_ok.safetensors'), 'image');
    const item = 48 * 64 * 3;
    expectWithinOne(pixels, at => [0, 1, 2].map(c => byte(values[item + at * 3 + c]!)));
    await page.context().close();
  });

  test('a channel-first IMAGE is shown the right way round', async () => {
    const page = await open('image_channel_first.safetensors');
    const pixels = await picturePixels(page);
    const values = await tensorValues(comfy('image_channel_first.safetensors'), 'image');
    const plane = 48 * 64;
    expectWithinOne(pixels, at => [0, 1, 2].map(c => byte(values[c * plane + at]!)));
    await page.context().close();
  });

  test('a MASK lies on the IMAGE of its size by its opacity', async () => {
    const page = await open('node_dump_ok.safetensors');
    await page.getByRole('treeitem', { name: /^mask/ }).click();
    await page.getByRole('slider', { name: 'Opacity' }).fill('0.25');
    const pixels = await picturePixels(page);
    const image = await tensorValues(comfy('node_dump_ok.safetensors'), 'image');
    const mask = await tensorValues(comfy('node_dump_ok.safetensors'), 'mask');
    const color = [0xff, 0x33, 0x55];
    expectWithinOne(pixels, at => {
      const share = 0.25 * mask[at]!;
      return color.map((own, c) => own * share + byte(image[at * 3 + c]!) * (1 - share));
    });
    await page.context().close();
  });

  test('a noise mask lies on a LATENT as the sampler scales it', async () => {
    const page = await open('node_dump_ok.safetensors');
    await page.getByRole('treeitem', { name: /^samples/ }).click();
    await page.getByLabel('Noise mask').selectOption('noise_mask');
    await page.getByRole('slider', { name: 'Opacity' }).fill('0.5');
    await page.getByText(/^Covers/).waitFor();
    const pixels = await picturePixels(page, '.channel-grid canvas[data-channel="0"]');
    const latent = await tensorValues(comfy('node_dump_ok.safetensors'), 'samples');
    const mask = await tensorValues(comfy('node_dump_ok.safetensors'), 'noise_mask');
    // [1,1,48,64] to 6 x 8 by "bilinear": each value is the mean of the four in the middle of its 8 x 8.
    const scaled = (at: number) => {
      const first = (8 * Math.floor(at / 8) + 3) * 64 + 8 * (at % 8) + 3;
      return [0, 1, 64, 65].reduce((sum, step) => sum + mask[first + step]! / 4, 0);
    };
    const own = latent.subarray(0, 48);
    const [min, max] = [Math.min(...own), Math.max(...own)];
    const color = [0xff, 0x33, 0x55];
    expectWithinOne(pixels, at => {
      const share = 0.5 * scaled(at);
      const gray = byte((own[at]! - min) / (max - min));
      return color.map(part => part * share + gray * (1 - share));
    });
    await page.context().close();
  });

  test('a LATENT gives one canvas a channel, each over its own range', async () => {
    const page = await open('latent_SD15.safetensors');
    const values = await tensorValues(comfy('latent_SD15.safetensors'), 'samples');
    const canvases = page.locator('.channel-grid canvas');
    await expect.poll(() => canvases.count()).toBe(4);
    const pixels = await picturePixels(page, '.channel-grid canvas[data-channel="2"]');
    const plane = pixels.width * pixels.height;
    const own = values.subarray(2 * plane, 3 * plane);
    const [min, max] = [Math.min(...own), Math.max(...own)];
    expectWithinOne(pixels, at => [byte((own[at]! - min) / (max - min))]);
    await page.context().close();
  });
});

async function display(page: Page, label: string, value: string): Promise<void> {
  await page.getByRole('slider', { name: label, exact: true }).fill(value);
}

const LOOKS: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
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
  test.each(Object.keys(LOOKS))('%s', async look => {
    const pixels: CanvasPixels[] = [];
    for (const painter of PAINTERS) {
      const page = await viewer.open(comfy('node_dump_ok.safetensors'), { painter });
      await LOOKS[look]!(page);
      pixels.push(await picturePixels(page));
      await page.context().close();
    }
    expect(largestDifference(pixels[0]!, pixels[1]!)).toBeLessThanOrEqual(1);
  });
});

test('a lost WebGL context comes back and paints on', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'), { painter: 'webgl2' });
  const before = await picturePixels(page);
  await page.evaluate(() => document.body.dispatchEvent(new Event('loupe-lose-context')));
  await page.waitForTimeout(300);
  await page.getByRole('slider', { name: 'Exposure', exact: true }).fill('1');
  await page.getByRole('slider', { name: 'Exposure', exact: true }).fill('0');
  expect(largestDifference(await picturePixels(page), before)).toBe(0);
  expect(await page.locator('.stage-base').getAttribute('data-painter')).toBe('webgl2');
  await page.context().close();
});
