import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

const START_LIMIT_MS = 60_000;
const MENU_ATTEMPTS = 5;
const MENU_LIMIT_MS = 4000;

/** VS Code's window as a user drives it: by what is written on it. */
/** Looks in a row, a fifth of a second apart, at which a field must still hold its text. */
const KEPT_LOOKS = 3;

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
    // A file that is opened before VS Code knows our editor is opened as text.
    const row = this.#page.locator('.quick-input-list .monaco-list-row');
    const deadline = Date.now() + START_LIMIT_MS;
    do {
      await this.#page.keyboard.press('F1');
      await this.#page.keyboard.type('Tensor Loupe: Show Log');
      const known = row.filter({ hasText: 'Tensor Loupe: Show Log' }).first();
      const found = await known.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
      await this.#page.keyboard.press('Escape');
      if (found) return;
    } while (Date.now() < deadline);
    throw new Error('VS Code does not know the commands of Tensor Loupe');
  }

  /** A file in the Explorer. */
  file(name: string): Locator {
    return this.#page.locator('.explorer-viewlet').getByRole('treeitem', { name, exact: true });
  }

  /** Opens a file of the workspace's root by a double click in the Explorer. */
  async openFromExplorer(name: string): Promise<void> {
    const asText = this.#page.getByText('not displayed in the text editor');
    for (let attempt = 0; attempt < MENU_ATTEMPTS; attempt++) {
      await this.file(name).dblclick();
      await this.tab(name).last().waitFor();
      await this.#page.locator('iframe.webview.ready:visible').or(asText).first().waitFor();
      if (!(await asText.isVisible())) return;
      // A window just opened knows our commands a moment before our editors: a file opened then is text.
      await this.closeEditors();
    }
  }

  /** Picks an entry of a file's context menu in the Explorer. */
  async chooseInContextMenu(name: string, entry: string): Promise<void> {
    const item = this.#page.getByRole('menuitem', { name: entry });
    // A menu closes when the Explorer is drawn anew just then: open it until it stays.
    for (let attempt = 0; attempt < MENU_ATTEMPTS && !(await item.isVisible()); attempt++) {
      await this.#page.keyboard.press('Escape');
      await this.file(name).click({ button: 'right' });
      await item.waitFor({ timeout: MENU_LIMIT_MS }).catch(() => {});
    }
    // A menu just opened takes no click yet, and stays open.
    do {
      await item.click({ timeout: MENU_LIMIT_MS }).catch(() => {});
      await item.waitFor({ state: 'hidden', timeout: MENU_LIMIT_MS }).catch(() => {});
    } while (await item.isVisible());
  }

  /** The tab of an open editor. */
  tab(name: string): Locator {
    return this.#page.locator('.tabs-container').getByRole('tab', { name });
  }

  /** Runs a command by its title in the palette. */
  async runCommand(title: string): Promise<void> {
    const input = this.#page.locator('.quick-input-widget input[type=text]');
    // A key pressed while a webview is being put in front goes nowhere: press until the palette is there.
    for (let attempt = 0; attempt < MENU_ATTEMPTS && !(await input.isVisible()); attempt++) {
      await this.#page.keyboard.press('F1');
      await input.waitFor({ timeout: MENU_LIMIT_MS }).catch(() => {});
    }
    await input.fill(`>${title}`);
    // The list is filtered a moment later: wait for a row that has the words.
    await this.pick(title);
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

  /** The rows of Problems for one file, by the filter of that panel: findings alone. */
  async problemsOf(fileName: string): Promise<Locator> {
    const panel = this.#page.locator('.markers-panel');
    if (!(await panel.isVisible())) await this.runCommand('Problems: Focus on Problems View');
    await panel.waitFor();
    const filter = this.#page.locator('.viewpane-filter input, .markers-panel-action-filter input');
    await fillUntilItStays(filter.first(), fileName);
    return panel.locator('.monaco-list-row').filter({ has: this.#page.locator('.marker-code, a') });
  }

  async closeEditors(): Promise<void> {
    // What is open above the editors (a menu, a quick pick) goes first.
    await this.#page.keyboard.press('Escape');
    await this.runCommand('View: Close All Editors');
  }
}

/** VS Code puts its own text back into a field that it draws anew just then: fills until the text is kept. */
export async function fillUntilItStays(field: Locator, text: string): Promise<void> {
  let kept = 0;
  await expect
    .poll(async () => {
      kept = (await field.inputValue()) === text ? kept + 1 : 0;
      if (kept === 0) await field.fill(text);
      return kept;
    })
    .toBeGreaterThanOrEqual(KEPT_LOOKS);
}
