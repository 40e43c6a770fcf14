import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { importScript, runScript } from '../support/scripts';
import { ROOT } from '../support/sourceFiles';

interface VsixFiles {
  faultsOfPackage(files: readonly string[]): string[];
}

let files: string[];
let readme: string;
let faultsOfPackage: VsixFiles['faultsOfPackage'];
beforeAll(async () => {
  ({ files, readme } = JSON.parse(await runScript('package.mjs', ['--list'])));
  ({ faultsOfPackage } = await importScript<VsixFiles>('lib/vsixFiles.mjs'));
}, 60_000);

const LINK = /!?\[[^\]]*\]\(([^)]*)\)/g;

describe('the page of the package', () => {
  test('has no link that starts from the repository, and none to an address of it', () => {
    const targets = [...readme.matchAll(LINK)].map(link => link[1]!);
    expect(targets.filter(target => !/^(https:|data:image\/png;|#)/.test(target))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    expect(Object.keys(manifest)).not.toContain('repository');
    expect(Object.keys(manifest)).not.toContain('bugs');
    expect(Object.keys(manifest)).not.toContain('homepage');
  });
  test('has the picture of the README in it', () => {
    const [, data] = /\(data:image\/png;base64,([^)]+)\)/.exec(readme)!;
    const picture = readFileSync(join(ROOT, 'docs/images/editor.png'));
    expect(Buffer.from(data!, 'base64').equals(picture)).toBe(true);
  });
  test('keeps what its links say', () => {
    expect(readme).toContain('- docs/rules: every rule');
  });
});

describe('the README', () => {
  test('links to nothing that is not there', () => {
    const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const targets = [...text.matchAll(LINK)].map(link => link[1]!);
    const gone = targets.filter(t => !/^(https:|#)/.test(t) && !existsSync(join(ROOT, t)));
    expect(gone).toEqual([]);
  });
  test('names in its first section how to start and how to test', () => {
    const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
    const first = text.split(/^## /m)[1]!;
    expect(first).toContain('npm start\n');
    expect(first).toContain('npm test\n');
  });
});

describe('the package', () => {
  test('holds all it needs and no more', () => {
    expect(files.length).toBeGreaterThan(40);
    expect(faultsOfPackage(files)).toEqual([]);
  });

  test.each([
    'src/extension.ts',
    'dist/extension.cjs.map',
    'test/output/unit.json',
    'node_modules/typescript/package.json',
    'node_modules/@img/sharp-libvips-linux-x64/lib/glib-2.0/include/glibconfig.h',
    '.env',
  ])('would be refused with %s', surplus => {
    expect(faultsOfPackage([...files, surplus])).toHaveLength(1);
  });

  test.each(['package.json', 'dist/worker.js', 'dist/webview/webview.js'])(
    'would be refused without %s',
    missing => {
      expect(faultsOfPackage(files.filter(file => file !== missing))).toHaveLength(1);
    },
  );
});
