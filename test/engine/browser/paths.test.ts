import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { paths } from '../../../src/engine/browser/paths';

const PATHS = [
  '/',
  '/a',
  '/a/',
  '/a/b.c',
  'a',
  'a.b',
  '.a',
  '/a/.b',
  'a.b.c',
  '/a/../b',
  '../a',
  'a/./b',
  'a//b',
  '',
];

describe('paths in the browser are those of POSIX', () => {
  it.each(PATHS)('%j', path => {
    expect(paths.basename(path)).toBe(posix.basename(path));
    expect(paths.dirname(path)).toBe(posix.dirname(path));
    expect(paths.extname(path)).toBe(posix.extname(path));
    expect(paths.isAbsolute(path)).toBe(posix.isAbsolute(path));
    expect(paths.normalize(path)).toBe(posix.normalize(path));
    expect(paths.join(path, 'x', '..', 'y')).toBe(posix.join(path, 'x', '..', 'y'));
  });
});
