import { describe, expect, it } from 'vitest';
import { lintPython } from '../../../src/core/python/checkText';
import { ClassCache } from '../../../src/core/python/incremental';
import { Random } from '../../fuzz/random';
import { readCorpus } from './corpus';
import { randomCut, withoutCut } from './cuts';

const EDITS = 25;

describe('a lint that remembers, at length', () => {
  it.each(readCorpus())(
    '$name: says after every edit what a lint of the new text alone says',
    ({ text }) => {
      const random = new Random(text.length + 1);
      const cache = new ClassCache();
      let edited = text;
      for (let i = 0; i < EDITS; i++) {
        // Edits add up; now and then the text is whole again, as after an undo.
        edited = i % 6 === 5 ? text : withoutCut(edited, shortCut(edited, random));
        const [ours, fresh] = [lintPython(edited, { cache }), lintPython(edited)];
        expect(ours.findings).toEqual(fresh.findings);
        expect(ours.names).toEqual(fresh.names);
      }
    },
    120_000,
  );
});

function shortCut(text: string, random: Random) {
  const { from, to } = randomCut(text, random);
  return { from, to: Math.min(to, from + 40) };
}
