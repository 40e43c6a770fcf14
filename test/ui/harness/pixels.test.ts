import { readFile } from 'node:fs/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import { type CanvasPixels, largestDifference, picturePixels, Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

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

/** The largest difference of a canvas from the colours that it should have. */
function farthest(pixels: CanvasPixels, wanted: (pixel: number) => readonly number[]): number {
  let most = 0;
  for (let pixel = 0; pixel < pixels.width * pixels.height; pixel++)
    for (const [c, value] of wanted(pixel).entries())
      most = Math.max(most, Math.abs(pixels.data[pixel * 4 + c]! - value));
  return most;
}

function expectWithinOne(pixels: CanvasPixels, wanted: (pixel: number) => readonly number[]): void {
  expect(farthest(pixels, wanted)).toBeLessThanOrEqual(1);
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
  });

  test('the batch slider shows the next item', async () => {
    const page = await open('node_dump_ok.safetensors');
    await page.getByRole('slider', { name: 'Batch' }).fill('1');
    const values = await tensorValues(comfy('node_dump_ok.safetensors'), 'image');
    const item = 48 * 64 * 3;
    const wanted = (at: number) => [0, 1, 2].map(c => byte(values[item + at * 3 + c]!));
    await expect
      .poll(async () => farthest(await picturePixels(page), wanted))
      .toBeLessThanOrEqual(1);
  });

  test('a channel-first IMAGE is shown the right way round', async () => {
    const page = await open('image_channel_first.safetensors');
    const pixels = await picturePixels(page);
    const values = await tensorValues(comfy('image_channel_first.safetensors'), 'image');
    const plane = 48 * 64;
    expectWithinOne(pixels, at => [0, 1, 2].map(c => byte(values[c * plane + at]!)));
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
  });

  test('a noise mask lies on a LATENT as the sampler scales it', async () => {
    const page = await open('node_dump_ok.safetensors');
    await page.getByRole('treeitem', { name: /^samples/ }).click();
    await page.getByLabel('Noise mask').selectOption('noise_mask');
    await page.getByRole('slider', { name: 'Opacity' }).fill('0.5');
    await page.getByText(/covers/).waitFor();
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
  });
});

test('a lost WebGL context comes back and paints on', async () => {
  const page = await viewer.open(comfy('node_dump_ok.safetensors'), { painter: 'webgl2' });
  const before = await picturePixels(page);
  await page.evaluate(
    () =>
      new Promise<void>(resolve => {
        document.body.addEventListener('loupe-repainted', () => resolve(), { once: true });
        document.body.dispatchEvent(new Event('loupe-lose-context'));
      }),
  );
  await page.getByRole('slider', { name: 'Exposure', exact: true }).fill('1');
  await page.getByRole('slider', { name: 'Exposure', exact: true }).fill('0');
  expect(largestDifference(await picturePixels(page), before)).toBe(0);
  expect(await page.locator('.stage-base').getAttribute('data-painter')).toBe('webgl2');
});
