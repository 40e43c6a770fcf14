import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DOT_RADIUS, PLOT_MARGIN } from '../../../src/core/present/lineGeometry';
import { casePath } from '../../support/cases';
import { cli } from '../../support/cli';
import { tempFolder } from '../../support/tempFolder';
import {
  type CanvasPixels,
  canvasPixels,
  largestDifference,
  picturePixels,
  Viewer,
} from './browser';

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

/** Pixels across a chart. */
const CHART_WIDTH = 400;

/** Whether a pixel is of the line: the grid is drawn at less than half, and numbers stand outside the plot. */
function inkOf({ width, height, data }: CanvasPixels): boolean[] {
  return Array.from({ length: width * height }, (_, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const inPlot =
      x >= PLOT_MARGIN.left &&
      x < width - PLOT_MARGIN.right &&
      y >= PLOT_MARGIN.top - DOT_RADIUS &&
      y < height - PLOT_MARGIN.bottom + DOT_RADIUS;
    return inPlot && data[at * 4 + 3]! >= 128;
  });
}

/** How many pixels of the one ink lie more than a pixel from any of the other: edges are smoothed by two painters. */
function farFrom(one: readonly boolean[], other: readonly boolean[]): number {
  const around = [-1, 0, 1].flatMap(y => [-1, 0, 1].map(x => y * CHART_WIDTH + x));
  return one.filter((isInk, at) => isInk && !around.some(step => other[at + step])).length;
}

/** The rows where most of the plot is painted as faintly as the grid is. */
function gridRows({ width, height, data }: CanvasPixels): number[] {
  const inPlot = width - PLOT_MARGIN.left - PLOT_MARGIN.right;
  return Array.from({ length: height }, (_, y) => y).filter(y => {
    const row = Array.from(
      { length: inPlot },
      (_, x) => (y * width + PLOT_MARGIN.left + x) * 4 + 3,
    );
    return row.filter(at => data[at]! > 0 && data[at]! < 128).length > 0.7 * inPlot;
  });
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

  /** Side lengths of the chart, in pixels of both; the command line draws half as high as wide. */
  const [width, height] = [CHART_WIDTH, CHART_WIDTH / 2];
  const drawn = async (page: Page): Promise<CanvasPixels> => {
    await page.locator('loupe-line').evaluate(
      (chart, [x, y]) =>
        Object.assign((chart as HTMLElement).style, {
          flex: 'none',
          width: `${x}px`,
          height: `${y}px`,
        }),
      [width, height] as const,
    );
    const selector = 'loupe-line canvas';
    await expect
      .poll(() =>
        page.locator(selector).evaluate(element => {
          const canvas = element as HTMLCanvasElement;
          return [canvas.width, canvas.height];
        }),
      )
      .toEqual([width, height]);
    return canvasPixels(page, selector);
  };

  test.each([
    ['a wave', 240, (at: number) => Math.sin(at / 9)],
    ['a few elements, each with a dot', 40, (at: number) => (at * at) % 23],
    ['more elements than pixels, as a band', 4000, (at: number) => Math.sin(at) * at],
    ['gaps', 300, (at: number) => (at % 50 < 12 ? Number.NaN : at % 17)],
  ])(
    'of a vector of %s: line, dots and grid are where the page has them',
    async (what, count, value) => {
      const values = Array.from({ length: count }, (_, at) => value(at));
      const file = await npyFile(`${what}.npy`, [count], values);
      const wanted = await rendered(file, '--max-size', String(width));
      expect([wanted.width, wanted.height]).toEqual([width, height]);
      const ink = inkOf(wanted);
      expect(ink.filter(Boolean).length).toBeGreaterThan(500);
      const page = await viewer.open(file);
      await expect
        .poll(async () => {
          const chart = await drawn(page);
          return [farFrom(inkOf(chart), ink), farFrom(ink, inkOf(chart)), gridRows(chart)];
        })
        .toEqual([0, 0, gridRows(wanted)]);
    },
  );

  test('a line that is another is told', async () => {
    const inks: boolean[][] = [];
    for (const period of [9, 9.2]) {
      const values = Array.from({ length: 240 }, (_, at) => Math.sin(at / period));
      const file = await npyFile(`${period}.npy`, [240], values);
      inks.push(inkOf(await rendered(file, '--max-size', String(width))));
    }
    const [one, other] = inks;
    expect(farFrom(one!, other!)).toBeGreaterThan(50);
  });
});
