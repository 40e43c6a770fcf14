import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { runScript } from '../support/scripts';
import { ROOT } from '../support/sourceFiles';

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly activationEvents: readonly string[];
  readonly extensionKind: readonly string[];
  readonly capabilities: Readonly<Record<string, { readonly supported: unknown }>>;
  readonly icon: string;
  readonly categories: readonly string[];
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly category?: string }[];
    readonly customEditors: readonly {
      readonly priority: unknown;
      readonly selector: readonly { readonly filenamePattern: string }[];
    }[];
  };
}

const readJson = (name: string) => JSON.parse(readFileSync(join(ROOT, name), 'utf8'));
const text = readFileSync(join(ROOT, 'package.json'), 'utf8');
const manifest: Manifest = JSON.parse(text);

/** The categories that the Marketplace knows and that fit. */
const CATEGORIES = ['Visualization', 'Machine Learning', 'Data Science', 'Linters', 'Other'];
const MIN_ICON_PIXELS = 128;

describe('package.json', () => {
  test('has the contributions that the lists of the code give', async () => {
    await expect(runScript('manifest.mjs', ['--check'])).resolves.toBeDefined();
  });

  test('is woken by something narrower than every start', () => {
    const wide = ['*', 'onStartupFinished'];
    expect(manifest.activationEvents.filter(event => wide.includes(event))).toEqual([]);
  });

  test('shows its own files in diffs, and takes no picture from the oldest VS Code', () => {
    // 1.100 reads any object as 'default'; since 2026 a text 'default' opts out of diffs.
    expect(manifest.contributes.customEditors.map(({ priority }) => priority)).toEqual([
      { textEditor: 'default', diffEditor: 'default' },
      'option',
    ]);
  });

  test('compiles against the lowest VS Code that it supports', () => {
    const lowest = manifest.engines.vscode.replace(/^\^/, '');
    const types = manifest.devDependencies['@types/vscode']?.replace(/^[~^]/, '');
    expect(lowest.startsWith(types ?? 'missing')).toBe(true);
  });

  test('runs beside the data, in trusted folders and others', () => {
    expect(manifest.extensionKind).toEqual(['workspace']);
    expect(Object.keys(manifest.capabilities).sort()).toEqual([
      'untrustedWorkspaces',
      'virtualWorkspaces',
    ]);
  });

  test('has an icon of the size that the Marketplace asks for', async () => {
    const { width = 0, height = 0, format } = await sharp(join(ROOT, manifest.icon)).metadata();
    expect({ format, square: width === height }).toEqual({ format: 'png', square: true });
    expect(width).toBeGreaterThanOrEqual(MIN_ICON_PIXELS);
  });

  test('is locked for every platform: npm drops what its registry does not have', () => {
    const locked: Record<string, { optionalDependencies?: Record<string, string> }> =
      readJson('package-lock.json').packages;
    const wanted = Object.entries(locked).flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).map(name => ({ path, name })),
    );
    const missing = wanted.filter(
      ({ path, name }) =>
        !(`node_modules/${name}` in locked) && !(`${path}/node_modules/${name}` in locked),
    );
    expect(missing).toEqual([]);
  });

  test('names only categories that exist', () => {
    expect(manifest.categories.filter(category => !CATEGORIES.includes(category))).toEqual([]);
    expect(manifest.categories.length).toBeGreaterThan(0);
  });

  test('has a text for every %key% and a key for every text', () => {
    const used = new Set([...text.matchAll(/"%([^%"]+)%"/g)].map(match => match[1]));
    expect(existsSync(join(ROOT, 'package.nls.json'))).toBe(true);
    expect([...used].sort()).toEqual(Object.keys(readJson('package.nls.json')).sort());
  });

  test('leaves pictures to the built-in preview unless asked', () => {
    const defaults = manifest.contributes.customEditors
      .filter(({ priority }) => JSON.stringify(priority).includes('default'))
      .flatMap(editor => editor.selector.map(({ filenamePattern }) => filenamePattern));
    expect(defaults).toContain('*.safetensors');
    expect(defaults.filter(pattern => /png|jpe?g|webp|gif|tiff?|avif|bin/.test(pattern))).toEqual(
      [],
    );
  });

  test('gives every command a category and an id of our own', () => {
    const strange = manifest.contributes.commands.filter(
      ({ command, category }) => !command.startsWith('tensorLoupe.') || !category,
    );
    expect(strange).toEqual([]);
  });
});
