import type { FrameLocator, Locator, Page } from 'playwright-core';

const START_LIMIT_MS = 60_000;

/** VS Code's window as a user drives it: by what is written on it. */
export class Workbench {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Resolves once the window is there and lists the workspace's files. */
  async ready(): Promise<void> {
    await this.#page
      .locator('.explorer-viewlet .monaco-list-row')
      .first()
      .waitFor({ timeout: START_LIMIT_MS });
  }

  /** A file in the Explorer. */
  file(name: string): Locator {
    return this.#page.locator('.explorer-viewlet').getByRole('treeitem', { name, exact: true });
  }

  /** Opens a file of the workspace's root by a double click in the Explorer. */
  async openFromExplorer(name: string): Promise<void> {
    await this.file(name).dblclick();
    await this.tab(name).waitFor();
  }

  /** Opens any file of the workspace by its path, as by Ctrl+P. */
  async openByPath(path: string): Promise<void> {
    await this.#quickInput('Control+p', path);
    const name = path.split('/').at(-1) ?? path;
    await this.tab(name).waitFor();
  }

  /** The tab of an open editor. */
  tab(name: string): Locator {
    return this.#page.locator('.tabs-container').getByRole('tab', { name });
  }

  /** Runs a command by its title in the palette. */
  async runCommand(title: string): Promise<void> {
    await this.#quickInput('F1', `>${title}`);
  }

  async #quickInput(key: string, text: string): Promise<void> {
    await this.#page.keyboard.press(key);
    const input = this.#page.locator('.quick-input-widget input[type=text]');
    await input.waitFor();
    await input.fill(text);
    // The list is filtered a moment later: wait for a row that has the words.
    const words = text.replace(/^>/, '').split('/').at(-1) ?? text;
    const row = this.#page.locator('.quick-input-list .monaco-list-row').filter({ hasText: words });
    await row.first().waitFor();
    await row.first().click();
  }

  /** Picks an entry of the quick pick that is open. */
  async pick(text: string): Promise<void> {
    const row = this.#page.locator('.quick-input-list .monaco-list-row').filter({ hasText: text });
    await row.first().click();
  }

  /** The inside of the webview of the editor in front. */
  webview(): FrameLocator {
    return this.#page
      .locator('iframe.webview.ready:visible')
      .last()
      .contentFrame()
      .locator('iframe#active-frame')
      .contentFrame();
  }

  /** The texts of the rows of Problems, files and findings alike. */
  async problems(): Promise<string[]> {
    const panel = this.#page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.#page.keyboard.press('Control+Shift+m');
    await panel.waitFor();
    await this.#page.locator('.markers-panel .monaco-list-row').first().waitFor();
    return this.#page.locator('.markers-panel .monaco-list-row').allInnerTexts();
  }

  async closeEditors(): Promise<void> {
    await this.runCommand('View: Close All Editors');
  }
}
