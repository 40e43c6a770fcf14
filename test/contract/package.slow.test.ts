import { beforeAll, describe, expect, test } from 'vitest';
import { importScript, runScript } from '../support/scripts';

interface VsixFiles {
  faultsOfPackage(files: readonly string[]): string[];
}

let files: string[];
let faultsOfPackage: VsixFiles['faultsOfPackage'];
beforeAll(async () => {
  files = JSON.parse(await runScript('package.mjs', ['--list']));
  ({ faultsOfPackage } = await importScript<VsixFiles>('lib/vsixFiles.mjs'));
}, 60_000);

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
