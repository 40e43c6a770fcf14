import { describe, expect, test } from 'vitest';
import { compileContracts, kindFromContracts } from '../../../src/core/contracts/userContracts';

function kinds(setting: unknown, path: string, ...tensors: string[]) {
  return kindFromContracts(compileContracts(setting), path, tensors);
}

describe('matching', () => {
  test('a folder and a tensor glob', () => {
    const setting = [{ files: 'dumps/**', tensor: '*_mask', kind: 'MASK' }];
    expect(kinds(setting, 'dumps/a/b.safetensors', 'my_mask', 'image')).toEqual([
      { tensor: 'my_mask', kind: 'MASK' },
    ]);
    expect(kinds(setting, 'other/b.safetensors', 'my_mask')).toEqual([]);
  });

  test('a glob without a slash matches file names anywhere', () => {
    expect(kinds([{ files: '*.npy', kind: 'IMAGE' }], 'a/b/c.npy', '')).toEqual([
      { tensor: '', kind: 'IMAGE' },
    ]);
  });

  test('a star crosses slashes and dots of tensor names', () => {
    const setting = [{ files: '**', tensor: 'out*', kind: 'LATENT' }];
    expect(kinds(setting, 'a.pt', 'out/0.samples')).toEqual([
      { tensor: 'out/0.samples', kind: 'LATENT' },
    ]);
  });

  test('names with glob characters match themselves', () => {
    const setting = [{ files: '**', tensor: 'a[0]', kind: 'MASK' }];
    expect(kinds(setting, 'a.pt', 'a[0]')).toEqual([{ tensor: 'a[0]', kind: 'MASK' }]);
  });

  test('the first entry that matches counts, and none takes a tensor out', () => {
    const setting = [
      { files: '**', tensor: 'image', kind: 'none' },
      { files: '**', kind: 'IMAGE' },
    ];
    expect(kinds(setting, 'a.pt', 'image', 'x')).toEqual([
      { tensor: 'image', kind: null },
      { tensor: 'x', kind: 'IMAGE' },
    ]);
  });
});

describe('a setting that cannot be used gives a notice and the rest goes on', () => {
  test.each([
    [{ files: 'a/[', kind: 'MASK' }],
    [{ files: '', kind: 'MASK' }],
    [{ files: '**', tensor: '[', kind: 'MASK' }],
    [{ files: '**', kind: 'PICTURE' }],
    [{ files: 3, kind: 'MASK' }],
    ['dumps/**'],
    [null],
  ])('%j', entry => {
    const compiled = compileContracts([entry, { files: '**', kind: 'MASK' }]);
    expect(compiled.notices).toHaveLength(1);
    expect(compiled.notices[0]).toMatch(/^Entry 1 of the contracts setting is left out: .+\.$/);
    expect(kindFromContracts(compiled, 'a.pt', ['x'])).toEqual([{ tensor: 'x', kind: 'MASK' }]);
  });

  test('a setting that is no list', () => {
    expect(compileContracts({ files: '**' }).notices).toHaveLength(1);
    expect(compileContracts(undefined)).toEqual({ entries: [], notices: [] });
  });
});
