import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Harness, startHarness } from './server';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** A control that is not there by then is not there. */
const ACTION_LIMIT_MS = 30_000;

export interface OpenOptions {
  readonly theme?: string;
  readonly painter?: string;
  readonly width?: number;
  readonly height?: number;
  readonly remembers?: boolean;
}

/** One browser and one harness for the tests of a file. */
export class Viewer {
  readonly #browser: Browser;
  readonly harness: Harness;

  private constructor(browser: Browser, harness: Harness) {
    this.#browser = browser;
    this.harness = harness;
  }

  static async start(): Promise<Viewer> {
    const lib = pathToFileURL(join(ROOT, 'scripts', 'lib', 'browser.mjs')).href;
    const { findBrowser, BROWSER_FLAGS } = (await import(lib)) as {
      findBrowser(): string | undefined;
      BROWSER_FLAGS: string[];
    };
    const executablePath = findBrowser();
    if (!executablePath) throw new Error('No Chrome, Chromium or Edge was found');
    const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
    return new Viewer(browser, await startHarness(ROOT));
  }

  /** A page that shows a file, once its first picture or message is there. */
  async open(file: string, options: OpenOptions = {}): Promise<Page> {
    const { width = 1280, height = 800, theme = 'dark', painter, remembers } = options;
    const context = await this.#browser.newContext({ viewport: { width, height } });
    context.setDefaultTimeout(ACTION_LIMIT_MS);
    const page = await context.newPage();
    page.on('pageerror', error => {
      throw error;
    });
    const own = { ...(painter && { painter }), ...(remembers && { remembers: '1' }) };
    await page.goto(this.harness.pageOf(file, theme, own));
    await page.locator('main').waitFor();
    return page;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.harness.close();
  }
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
