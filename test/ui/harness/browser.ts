import { type Browser, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import type { FileInfo } from '../../../src/protocol/engineMethods';
import type { PageOptions } from './server';

/** A control that is not there by then is not there. */
const ACTION_LIMIT_MS = 30_000;

/** Where the page has its script from. */
const SCRIPT = '**/webview.js';

export interface OpenOptions extends PageOptions {
  readonly theme?: string;
  readonly width?: number;
  readonly height?: number;
  /** For a page of its own: which views are on it. */
  readonly views?: string;
  /** A script to run in place of the webview's. */
  readonly script?: string;
}

/** One page for all tests of a file: opening another address in it is quicker than a new page. */
export class Viewer {
  #browser: Browser | null = null;
  #page: Page | null = null;
  #visits = 0;

  /** The page, which shows a file, once its first picture or message is there. */
  async open(file: string, options: OpenOptions = {}): Promise<Page> {
    const { width = 1280, height = 800, theme = 'dark', script, ...own } = options;
    const page = await this.#anyPage();
    await page.unroute(SCRIPT);
    if (script !== undefined)
      await page.route(SCRIPT, route =>
        route.fulfill({ body: script, contentType: 'text/javascript' }),
      );
    await page.setViewportSize({ width, height });
    // A page of its own state, as a new editor has.
    const visit = String(++this.#visits);
    const query = new URLSearchParams({ file, theme, ...own, visit });
    await page.goto(`${inject('harnessOrigin')}/?${query}`);
    await page.locator('main').waitFor();
    return page;
  }

  async #anyPage(): Promise<Page> {
    if (this.#page && !this.#page.isClosed()) return this.#page;
    this.#browser ??= await chromium.connect(inject('browserAddress'));
    const page = await this.#browser.newPage();
    page.setDefaultTimeout(ACTION_LIMIT_MS);
    page.on('pageerror', error => {
      throw error;
    });
    this.#page = page;
    return page;
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}

/** What a page has asked of its host, in order: `[method, params]`. */
export function hostCalls(page: Page): Promise<readonly (readonly [string, unknown])[]> {
  return page.evaluate(
    () => (globalThis as unknown as { hostCalls: (readonly [string, unknown])[] }).hostCalls,
  );
}

/** How often a page has asked for one thing. */
export async function countCalls(page: Page, wanted: string): Promise<number> {
  return (await hostCalls(page)).filter(([method]) => method === wanted).length;
}

/** A file as the engine opens it. */
export async function fileInfo(file: string): Promise<FileInfo> {
  const query = new URLSearchParams({ file });
  return (await (await fetch(`${inject('harnessOrigin')}/open?${query}`)).json()) as FileInfo;
}

/** Chooses a colormap by its title. */
export async function chooseColormap(page: Page, title: string): Promise<void> {
  await page.getByRole('combobox', { name: 'Colormap' }).click();
  await page.getByRole('option', { name: title, exact: true }).click();
}

/** The pixels that a canvas holds, RGBA. */
export interface CanvasPixels {
  readonly width: number;
  readonly height: number;
  readonly data: readonly number[];
}

/** Reads the picture's canvas once nothing is being fetched any more. */
export async function picturePixels(page: Page, selector = '.stage-base'): Promise<CanvasPixels> {
  await page
    .locator('.stage[aria-busy="false"], .channel-grid[aria-busy="false"]')
    .first()
    .waitFor();
  return canvasPixels(page, selector);
}

/** The pixels of a canvas once it is drawn. */
export async function canvasPixels(page: Page, selector: string): Promise<CanvasPixels> {
  await page.waitForFunction(css => {
    const canvas = document.querySelector<HTMLCanvasElement>(css);
    return canvas !== null && !canvas.hidden && canvas.width > 1;
  }, selector);
  // Painting waits for the next frame.
  await page.evaluate(
    () => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  return page
    .locator(selector)
    .first()
    .evaluate(element => {
      const canvas = element as HTMLCanvasElement;
      const { width, height } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, width, height);
      return { width, height, data: [...data] };
    });
}

/** The largest difference of any channel of any pixel. */
export function largestDifference(a: CanvasPixels, b: CanvasPixels): number {
  if (a.width !== b.width || a.height !== b.height) return Number.POSITIVE_INFINITY;
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0);
}
