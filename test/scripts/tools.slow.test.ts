import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { importScript } from '../support/scripts';

type Env = Readonly<Record<string, string>>;
const { findDesktop, isSupportedVersion } = await importScript<{
  findDesktop(env: Env): Promise<{ program?: string; reason?: string }>;
  isSupportedVersion(text: string): boolean;
}>('lib/desktop.mjs');
const { findBrowser, openInBrowser } = await importScript<{
  findBrowser(env: Env): string | undefined;
  openInBrowser(address: string, env: Env): boolean;
}>('lib/browser.mjs');
const { ensureHost, hostNames } = await importScript<{
  ensureHost(name: string): Promise<{ server: string }>;
  hostNames(env: Env): string[];
}>('lib/vscodeHost.mjs');

const folder = mkdtempSync(join(tmpdir(), 'loupe-tools-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with one program in it. */
function programFolder(name: string, text: string): string {
  const place = mkdtempSync(join(folder, 'bin-'));
  writeFileSync(join(place, name), text);
  chmodSync(join(place, name), 0o755);
  return place;
}

test.each([
  ['1.100.0', true],
  ['1.139.1', true],
  ['2.0.0', true],
  ['1.99.3', false],
  ['0.200.0', false],
])('VS Code %s is supported: %s', (version, supported) => {
  expect(isSupportedVersion(version)).toBe(supported);
});

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  const code = programFolder('code', '#!/bin/sh\necho 1.101.2\n');

  test('the desktop `code` is used where there is a screen', async () => {
    const found = await findDesktop({ PATH: code, DISPLAY: ':0' });
    expect(found).toEqual({ program: join(code, 'code') });
  });

  test.each([
    ['no code on the PATH', { PATH: folder, DISPLAY: ':0' }, /PATH/],
    ['no screen', { PATH: code }, /screen/],
    ['a remote terminal', { PATH: code, DISPLAY: ':0', VSCODE_IPC_HOOK_CLI: '/x' }, /remote/],
  ])('it is not used with %s', async (_, env, reason) => {
    expect((await findDesktop(env as Env)).reason).toMatch(reason);
  });

  test('an old or broken `code` is not used', async () => {
    const old = programFolder('code', '#!/bin/sh\necho 1.64.0\n');
    const broken = programFolder('code', '#!/bin/sh\nexit 3\n');
    expect((await findDesktop({ PATH: old, DISPLAY: ':0' })).reason).toMatch(/1\.64\.0/);
    expect((await findDesktop({ PATH: broken, DISPLAY: ':0' })).reason).toMatch(/no version/);
  });

  test('an installed browser is found, and one that is named goes first', () => {
    const place = programFolder('chromium', '');
    expect(findBrowser({ PATH: place })).toBe(join(place, 'chromium'));
    expect(findBrowser({ PATH: place, LOUPE_BROWSER: '/own/browser' })).toBe('/own/browser');
    expect(findBrowser({ PATH: folder })).toBeUndefined();
  });

  test('no browser is opened without a screen or in CI', () => {
    expect(openInBrowser('http://127.0.0.1:1/', {})).toBe(false);
    expect(openInBrowser('http://127.0.0.1:1/', { DISPLAY: ':0', CI: 'true' })).toBe(false);
  });
});

test('the newest VS Code is tested in CI and on request', () => {
  expect(hostNames({})).toEqual(['lowest']);
  expect(hostNames({ CI: 'true' })).toEqual(['lowest', 'newest']);
  expect(hostNames({ LOUPE_NEWEST_VSCODE: '1' })).toEqual(['lowest', 'newest']);
});

describe('fetching VS Code', () => {
  /** A stand-in for npm: what it does in the folder that it is run in. */
  function withNpm(body: string, cache: string): void {
    const place = mkdtempSync(join(folder, 'npm-'));
    writeFileSync(join(place, 'npm-cli.js'), body);
    vi.stubEnv('npm_execpath', join(place, 'npm-cli.js'));
    vi.stubEnv('XDG_CACHE_HOME', cache);
  }
  const install = `
    const { mkdirSync, writeFileSync } = require('node:fs');
    for (const at of ['', 'extensions', 'out'])
      mkdirSync('node_modules/code-server/lib/vscode/' + at, { recursive: true });
    writeFileSync('node_modules/code-server/lib/vscode/out/server-main.js', '');`;

  test('one that fails half way leaves nothing, and the next one succeeds', async () => {
    const cache = join(folder, 'cache');
    mkdirSync(cache);
    withNpm(`${install} console.error('registry is down'); process.exit(1);`, cache);
    await expect(ensureHost('lowest')).rejects.toThrow(/npm install failed .*registry is down/s);
    expect(readdirSync(join(cache, 'tensor-loupe', 'hosts'))).toEqual([]);

    withNpm(install, cache);
    const { server } = await ensureHost('lowest');
    expect(server.startsWith(join(cache, 'tensor-loupe', 'hosts', 'vscode-1.100.3'))).toBe(true);
    vi.unstubAllEnvs();
  });

  test('a package without a server in it is refused', async () => {
    const cache = join(folder, 'empty');
    mkdirSync(cache);
    const empty = install.replace(/writeFileSync\('.*/, '');
    withNpm(empty, cache);
    await expect(ensureHost('lowest')).rejects.toThrow(/nothing to run VS Code from/);
    vi.unstubAllEnvs();
  });
});
