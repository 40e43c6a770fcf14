import { describe, expect, test } from 'vitest';
import { KINDS } from '../../src/core/contracts/index';
import { filesBelow } from '../support/sourceFiles';

/** What stands before a quoted name that is a text for people. */
const TEXTS = /\b(?:mark|t)\(\s*$/;

/** The lines of a file that quote the name of a kind, texts for people apart. */
function quotesOf({ path, text }: { readonly path: string; readonly text: string }): string[] {
  // The code's strings have single quotes; double ones are examples in texts, of Python or JSON.
  const quoted = new RegExp(`'(${KINDS.join('|')})'`, 'g');
  return [...text.matchAll(quoted)]
    .filter(({ index }) => !TEXTS.test(text.slice(0, index)))
    .map(({ index }) => `${path}:${text.slice(0, index).split('\n').length}`);
}

describe('a kind is named by its contract alone', () => {
  const files = filesBelow(['src', 'webview'], /\.ts$/);
  const outside = files.filter(({ path }) => !path.startsWith('src/core/contracts/'));

  test('nothing outside src/core/contracts quotes the name of a kind', () => {
    expect(outside.length).toBeGreaterThan(700);
    expect(outside.flatMap(quotesOf)).toEqual([]);
  });

  test('each name stands in quotes once within', () => {
    const inside = files.filter(({ path }) => path.startsWith('src/core/contracts/'));
    const places = inside.flatMap(file => quotesOf(file).map(place => place.split(':')[0]!));
    // Twice in its own file: as the type of the contract, and as what it is called.
    expect(places.toSorted()).toEqual(
      KINDS.flatMap(kind =>
        Array(2).fill(`src/core/contracts/${kind.toLowerCase()}.ts`),
      ).toSorted(),
    );
  });

  test('a quoted name is found, and a text for people is let be', () => {
    const text = `const a = ['MASK'];\nconst b = mark('MASK');\nif (kind === 'IMAGE') {}`;
    expect(quotesOf({ path: 'a.ts', text })).toEqual(['a.ts:1', 'a.ts:3']);
  });
});
