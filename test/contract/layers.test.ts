import { describe, expect, test } from 'vitest';
import { importsOf } from '../support/imports';
import { filesBelow } from '../support/sourceFiles';

/** The rooms of the core from the bottom up: each imports of its own row and the rows before it. */
const LAYERS: readonly (readonly string[])[] = [
  ['visible'],
  ['l10n', 'pause', 'byteSize', 'countText', 'findings', 'kernels', 'jsonPlaces'],
  ['fileRules', 'globs'],
  ['errors'],
  ['bytes'],
  ['tensor'],
  ['formats', 'contracts'],
  ['render', 'writers', 'python', 'compare', 'models'],
  ['present'],
  ['lint', 'convert', 'settings'],
];
const ROW = new Map(LAYERS.flatMap((rooms, row) => rooms.map(room => [room, row] as const)));

/** The room that a path of the core lies in; undefined for a path elsewhere. */
function roomOf(path: string): string | undefined {
  return /^src\/core\/([^/.]+)/.exec(path)?.[1];
}

/** The imports of one file, types too, that run upward or across a row. */
function upwardOf(path: string, text: string): string[] {
  const room = roomOf(path)!;
  const row = ROW.get(room);
  if (row === undefined) return [`${path} lies in a room that no layer names`];
  return importsOf(path, text)
    .filter(({ target }) => {
      const other = roomOf(target);
      return other !== undefined && other !== room && (ROW.get(other) ?? Infinity) >= row;
    })
    .map(({ target }) => `${path} imports ${target}`);
}

describe('the layers of the core', () => {
  const files = filesBelow(['src/core'], /(?<!\.d)\.ts$/);

  test('no import runs upward or across', () => {
    expect(files.length).toBeGreaterThan(300);
    expect(files.flatMap(({ path, text }) => upwardOf(path, text))).toEqual([]);
  });

  test.each([
    ['src/core/tensor/a.ts', "import type { RuleSettings } from '../lint/settings';"],
    ['src/core/contracts/a.ts', "import { b } from '../formats/b';"],
    ['src/core/errors.ts', "import type { RuleEntry } from './lint/rule';"],
    ['src/core/elsewhere/a.ts', ''],
  ])('a breach is found: %s %s', (path, text) => {
    expect(upwardOf(path, text)).toHaveLength(1);
  });

  test('what looks down or stays in its room is let be', () => {
    const text = "import { b } from './b';\nimport type { Finding } from '../findings';";
    expect(upwardOf('src/core/lint/a.ts', text)).toEqual([]);
  });
});
