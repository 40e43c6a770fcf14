import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { casePath } from '../../support/cases';
import { cli } from '../../support/cli';
import { tempFolder } from '../../support/tempFolder';
import { type CanvasPixels, largestDifference, picturePixels, Viewer } from './browser';

const viewer = new Viewer();
afterAll(() => viewer.close());

let folder = '';
beforeAll(async () => {
  folder = await tempFolder();
});

/** A file of one float32 array, in the format's version 1.0. */
async function npyFile(name: string, shape: readonly number[], values: readonly number[]) {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = `${text.padEnd(117)}\n`;
  const start = Buffer.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length, 0]);
  const data = Buffer.from(Float32Array.from(values).buffer);
  const path = join(folder, name);
  await writeFile(path, Buffer.concat([start, Buffer.from(header), data]));
  return path;
}

/** What `tensor-loupe render` writes. */
async function rendered(file: string, ...args: readonly string[]): Promise<CanvasPixels> {
  const out = join(folder, 'out.png');
  const run = await cli('render', file, '-o', out, '--force', ...args);
  expect(run).toMatchObject({ exit: 0 });
  const { data, info } = await sharp(out).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: [...data] };
}

/** The part of a picture that begins at a pixel. */
function cut(whole: CanvasPixels, left: number, top: number, size: CanvasPixels): CanvasPixels {
  const { width, height } = size;
  const rows = Array.from({ length: height }, (_, y) => {
    const start = ((top + y) * whole.width + left) * 4;
    return whole.data.slice(start, start + width * 4);
  });
  return { width, height, data: rows.flat() };
}

async function choose(page: Page, tensor: string): Promise<void> {
  await page.getByRole('treeitem', { name: new RegExp(`^${tensor}`) }).click();
}

/** Waits until the picture on the page is the one given, pixel by pixel, but for one level of 255. */
async function expectSame(page: Page, wanted: CanvasPixels, selector?: string): Promise<void> {
  await expect
    .poll(async () => largestDifference(await picturePixels(page, selector), wanted))
    .toBeLessThanOrEqual(1);
}

const dump = casePath('comfy', 'node_dump_ok.safetensors');

describe('the command line draws what the page shows', () => {
  test('of the tensors of one file, each chosen in turn', async () => {
    const page = await viewer.open(dump);
    await expectSame(page, await rendered(dump));
    await choose(page, 'mask');
    await expectSame(page, await rendered(dump, '--tensor', 'mask'));
    await choose(page, 'samples');
    const sheet = await rendered(dump, '--tensor', 'samples');
    const first = await picturePixels(page, '.channel-grid canvas[data-channel="0"]');
    // Four channels of that size, two pixels apart.
    expect([sheet.width, sheet.height]).toEqual([first.width * 2 + 2, first.height * 2 + 2]);
    for (const channel of [0, 1, 2, 3]) {
      const [left, top] = [(channel % 2) * (first.width + 2), channel >> 1 && first.height + 2];
      const selector = `.channel-grid canvas[data-channel="${channel}"]`;
      await expectSame(page, cut(sheet, left, top, first), selector);
    }
    await choose(page, 'image');
    await page.getByRole('tab', { name: 'Heatmap' }).click();
    await expectSame(page, await rendered(dump, '--tensor', 'image', '--view', 'heatmap'));
  });

  test.each(['image_channel_first.safetensors', 'rgba.png', 'gray16.png'])('of %s', async name => {
    const file = casePath('comfy', name);
    await expectSame(await viewer.open(file), await rendered(file));
  });

  test.each([
    ['one sign', (at: number) => at / 7],
    ['both signs', (at: number) => at / 100 - 1],
    ['what is not finite', (at: number) => [Number.NaN, Infinity, -Infinity, at][at % 4]!],
  ])('of a matrix of %s', async (what, value) => {
    const values = Array.from({ length: 21 * 13 }, (_, at) => value(at));
    const file = await npyFile(`${what}.npy`, [21, 13], values);
    await expectSame(await viewer.open(file), await rendered(file));
  });
});

/** The first and last pixel of the line in each column of the plot; grid lines and text are fainter or outside. */
function lineOf({ width, height, data }: CanvasPixels): readonly (readonly [number, number])[] {
  return Array.from({ length: width - 64 - 16 }, (_, i) => {
    const rows = Array.from({ length: height }, (_row, y) => y).filter(
      y => data[(y * width + 64 + i) * 4 + 3]! > 150,
    );
    return [rows[0] ?? -1, rows.at(-1) ?? -1] as const;
  });
}

test.each([
  ['few elements', 40],
  ['many elements', 3000],
])('the line of a vector of %s lies where the page draws it', async (_, length) => {
  const values = Array.from({ length }, (_value, at) => Math.sin((9 * at) / length) * (at % 7));
  const file = await npyFile(`vector${length}.npy`, [length], values);
  const page = await viewer.open(file);
  const wanted = lineOf(await rendered(file, '--max-size', '600'));
  const chart = page.locator('loupe-line');
  await chart.evaluate(element => {
    Object.assign((element as HTMLElement).style, {
      flex: 'none',
      width: '600px',
      height: '300px',
    });
  });
  const farthest = async () => {
    const canvas = await chart.locator('canvas').evaluate(element => {
      const { width, height } = element as HTMLCanvasElement;
      const context = (element as HTMLCanvasElement).getContext('2d')!;
      return { width, height, data: [...context.getImageData(0, 0, width, height).data] };
    });
    if (canvas.width !== 600 || canvas.height !== 300) return Number.POSITIVE_INFINITY;
    const steps = lineOf(canvas).map(([top, bottom], i) =>
      Math.max(Math.abs(top - wanted[i]![0]), Math.abs(bottom - wanted[i]![1])),
    );
    return Math.max(...steps);
  };
  await expect.poll(farthest).toBeLessThanOrEqual(1);
  expect(wanted.some(([top, bottom]) => bottom - top > 100)).toBe(true);
});
