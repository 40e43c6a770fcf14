import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { LoupeEditor } from './editor';
import { Workbench } from './workbench';

const VIEW = { width: 1280, height: 800 };
/** How long VS Code may take to load. */
const START_LIMIT_MS = 90_000;
const SCREENSHOTS = join(import.meta.dirname, '..', '..', 'output', 'screenshots');

/** What the launcher has started; the suite cannot run without it. */
export function fromLauncher(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: start this suite by npm run test:ui`);
  return value;
}

/** The workspace folder that VS Code has open. */
export const workspaceFolder = (): string => fromLauncher('LOUPE_UI_WORKSPACE');

export interface SessionOptions {
  /** Without software WebGL, as on a machine without a GPU. */
  readonly withoutWebGl?: boolean;
  /** VS Code's display language; the suite's package has a bundle for `qps-ploc`. */
  readonly language?: string;
}

/** One browser with one VS Code window, for the tests of one file. */
export class Session {
  readonly #browser: Browser;
  readonly #context: BrowserContext;
  readonly page: Page;
  readonly workbench: Workbench;

  private constructor(browser: Browser, context: BrowserContext, page: Page) {
    this.#browser = browser;
    this.#context = context;
    this.page = page;
    this.workbench = new Workbench(page);
  }

  /** Starts a browser and opens the workspace; resolves when the Explorer shows it. */
  static async open(options: SessionOptions = {}): Promise<Session> {
    const extra = options.withoutWebGl
      ? ['--disable-software-rasterizer', '--disable-3d-apis']
      : [];
    const browser = await chromium.launch({
      executablePath: fromLauncher('LOUPE_BROWSER'),
      args: [...fromLauncher('LOUPE_BROWSER_FLAGS').split(' '), ...extra],
    });
    const context = await browser.newContext({ viewport: VIEW });
    // VS Code itself is what loads slowest, on a machine that does other things too.
    context.setDefaultNavigationTimeout(START_LIMIT_MS);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    if (options.language) {
      // What VS Code's own file of a language would set.
      const set = (language: string) =>
        Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: language });
      await context.addInitScript(set, options.language);
    }
    const page = await context.newPage();
    const folder = encodeURI(workspaceFolder());
    await page.goto(`${fromLauncher('LOUPE_UI_ADDRESS')}?folder=${folder}`);
    const session = new Session(browser, context, page);
    await session.workbench.ready();
    return session;
  }

  /** Our editor in the tab in front. */
  editor(): LoupeEditor {
    return new LoupeEditor(this.workbench.webview());
  }

  /** Leaves a screenshot for people, named by the host under test. */
  async screenshot(name: string): Promise<void> {
    await screenshotOf(this.page, name);
  }

  /** After a test that has failed: a screenshot, and no editor left open for the next try. */
  async recordFailure(task: { name: string; result?: { state: string } }): Promise<void> {
    if (task.result?.state !== 'fail') return;
    await this.screenshot(`failed-${task.name.replace(/[^\w]+/g, '-').slice(0, 60)}`);
    await this.workbench.closeEditors();
  }

  async close(): Promise<void> {
    await this.#context.close();
    await this.#browser.close();
  }
}

/** Leaves a screenshot of any page for people, named by the host under test. */
export async function screenshotOf(page: Page, name: string): Promise<void> {
  await mkdir(SCREENSHOTS, { recursive: true });
  const file = join(SCREENSHOTS, `${fromLauncher('LOUPE_UI_HOST')}-${name}.png`);
  await page.screenshot({ path: file });
}
