import { describe, expect, test } from 'vitest';
import { anyGlob, compileGlob, MAX_GLOB_LENGTH } from '../../src/core/globs';

function matches(glob: string, text: string, options = {}): boolean {
  const matcher = compileGlob(glob, options);
  if (typeof matcher === 'string') throw new Error(matcher);
  return matcher(text);
}

// What each part stands for is VS Code's: https://code.visualstudio.com/docs/editor/glob-patterns
describe('a glob of paths', () => {
  test.each([
    ['dumps/**', 'dumps/a/b.npy', true],
    ['dumps/**', 'other/dumps/a.npy', false],
    ['**/dumps/**', 'a/dumps/b.npy', true],
    ['**/dumps/**', 'dumps/b.npy', true],
    ['**/dumps/**', 'my-dumps/b.npy', false],
    ['*.npy', 'a.npy', true],
    ['*.npy', 'a/b.npy', false],
    ['**/*.npy', 'a/b.npy', true],
    ['**/*.npy', 'b.npy', true],
    ['**/*.npy', '.hidden/.b.npy', true],
    ['**/a/**/b/**/c', 'a/x/b/y/z/c', true],
    ['**/a/**/b/**/c', 'a/x/y/z/c', false],
    ['**/*.{npy,npz}', 'a/b.npz', true],
    ['**/*.{npy,np{z,x}}', 'a/b.npx', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['example.[0-9]', 'example.5', true],
    ['example.[!0-9]', 'example.5', false],
    ['example.[!0-9]', 'example.x', true],
    ['a[]]b', 'a]b', true],
    ['\\*.npy', '*.npy', true],
    ['\\*.npy', 'a.npy', false],
    ['(a|b)', '(a|b)', true],
    ['**', 'a/b/c', true],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(matches(glob, path)).toBe(expected);
  });

  test('a glob without a slash may be meant for file names', () => {
    expect(matches('*.npy', 'a/b.npy', { matchesFileName: true })).toBe(true);
    expect(matches('a/*.npy', 'x/a/b.npy', { matchesFileName: true })).toBe(false);
  });
});

test('in a glob of names a star crosses slashes', () => {
  expect(matches('block*weight', 'block/0/weight', { isName: true })).toBe(true);
});

test.each(['', '[', 'a/{b', 'x'.repeat(MAX_GLOB_LENGTH + 1), '{a,b}'.repeat(8)])(
  'a glob that cannot be read says why: %.20s',
  glob => {
    expect(compileGlob(glob)).toEqual(expect.any(String));
    expect(anyGlob([glob, 3])('a')).toBe(false);
  },
);

test('time is bounded by the lengths, whatever a glob holds', () => {
  const glob = `${'*a'.repeat(60)}b`;
  const deep = `${'**/a/'.repeat(60)}b`;
  const started = performance.now();
  expect(matches(glob, 'a'.repeat(255))).toBe(false);
  expect(matches(glob, 'a'.repeat(4096), { isName: true })).toBe(false);
  expect(matches(deep, 'a/'.repeat(2000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});
