import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import type { TestProject } from 'vitest/node';
import type { Harness } from './server';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the harness answers. */
    readonly harnessOrigin: string;
    /** Where the one browser of the run is driven from. */
    readonly browserAddress: string;
  }
}

const load = async <T>(...path: string[]) =>
  (await import(pathToFileURL(join(import.meta.dirname, ...path)).href)) as T;

/** Builds the page, and starts one server and one browser for all files of tests. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const { startBuiltHarness } = await load<{ startBuiltHarness(): Promise<Harness> }>('start.mjs');
  const lib = await load<{ findBrowser(): string | undefined; BROWSER_FLAGS: string[] }>(
    ...['..', '..', '..', 'scripts', 'lib', 'browser.mjs'],
  );
  const executablePath = lib.findBrowser();
  if (!executablePath) throw new Error('No Chrome, Chromium or Edge was found');
  const harness = await startBuiltHarness();
  const browser = await chromium.launchServer({ executablePath, args: lib.BROWSER_FLAGS });
  provide('harnessOrigin', harness.origin);
  provide('browserAddress', browser.wsEndpoint());
  return async () => {
    await browser.close();
    await harness.close();
  };
}
