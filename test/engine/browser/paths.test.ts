import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { paths } from '../../../src/engine/browser/paths';

const PATHS = '/ /a /a/ /a/b.c a a.b .a /a/.b a.b.c /a/../b ../a a/./b a//b'.split(' ');

describe('paths in the browser are those of POSIX', () => {
  it.each([...PATHS, ''])('%j', path => {
    expect(paths.basename(path)).toBe(posix.basename(path));
    expect(paths.dirname(path)).toBe(posix.dirname(path));
    expect(paths.extname(path)).toBe(posix.extname(path));
    expect(paths.isAbsolute(path)).toBe(posix.isAbsolute(path));
    expect(paths.normalize(path)).toBe(posix.normalize(path));
    expect(paths.join(path, 'x', '..', 'y')).toBe(posix.join(path, 'x', '..', 'y'));
  });
});

describe('the root of an address stays as it is', () => {
  it.each(['vscode-vfs://github/', 'memfs:/'])('%s', root => {
    const file = `${root}owner/name/a.npy`;
    expect(paths.basename(file)).toBe('a.npy');
    expect(paths.dirname(file)).toBe(`${root}owner/name`);
    expect(paths.dirname(`${root}a.npy`)).toBe(root);
    expect(paths.join(paths.dirname(file), '..', 'b.npy')).toBe(`${root}owner/b.npy`);
    expect(paths.resolve(file)).toBe(file);
    expect(paths.isAbsolute(file)).toBe(true);
  });
});
