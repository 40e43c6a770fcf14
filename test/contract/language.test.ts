import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setStrings } from '../../src/core/l10n';
import { lintPython } from '../../src/core/python/checkText';
import { FIXTURES } from '../core/lint/fixtures/index';
import { findingsOf, inputOf } from '../core/lint/support';
import { readCorpus } from '../core/python/corpus';
import { englishWords, otherLanguage } from '../support/otherLanguage';
import { filesBelow } from '../support/sourceFiles';

beforeAll(() => setStrings(otherLanguage()));
afterAll(() => setStrings({}));

describe.each(Object.entries(FIXTURES))('%s', (_, { fires }) => {
  test('speaks the language of its reader', () => {
    for (const file of fires) {
      const names = Object.keys(file.tensors);
      for (const { message, found = '', expected = '', why = '' } of findingsOf(file))
        for (const text of [message, found, expected, why])
          expect(englishWords(text, names), text).toEqual([]);
      for (const { because, ambiguity = '' } of inputOf(file).classifications)
        for (const text of [because, ambiguity])
          expect(englishWords(text, names), text).toEqual([]);
    }
  });
});

/** What hovers call types, as Python does. */
const PYTHON_WORDS = ['float', 'half', 'bool', 'int', 'tuple', 'list', 'ndarray'];

/** The words of a program but for its comments. */
function codeWords(text: string): string[] {
  return [...PYTHON_WORDS, ...text.replaceAll(/#.*/g, '').split(/\W+/)];
}

test.each(readCorpus().map(file => [file.name, file.text]))(
  'the checks of %s.py speak the language of their reader',
  (_, text) => {
    const known = codeWords(text);
    const { findings, names } = lintPython(text);
    const texts = findings.flatMap(({ message, fix, chain }) => [
      message,
      fix?.title ?? '',
      ...chain.map(step => step.text),
    ]);
    for (const said of [...texts, ...names.map(name => name.text)])
      expect(englishWords(said, known), said).toEqual([]);
  },
);

test('nothing that is one language’s sentence is called the same in all', () => {
  const sentences = filesBelow(['src/core', 'src/engine'], /\.ts$/).flatMap(({ path, text }) =>
    [...text.matchAll(/\bverbatim\(\s*(['"`])(.*?)\1\s*,?\s*\)/gs)]
      .map(([, , literal]) => literal!.replaceAll(/\$\{[^}]*\}/g, ''))
      .filter(literal => /[a-z]{2,} [a-z]{2,}/.test(literal))
      .map(literal => `${path}: ${literal}`),
  );
  expect(sentences).toEqual([]);
});
