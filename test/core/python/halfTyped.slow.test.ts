import { describe, expect, it } from 'vitest';
import { lintPython } from '../../../src/core/python/checkText';
import { Random } from '../../fuzz/random';
import { readCorpus } from './corpus';
import { errorLines, isBroken, newErrors, randomCut, withoutCut } from './cuts';

const CUTS_PER_FILE = 40;
const FEW_CUTS = 2;

describe('half-typed code, at length', () => {
  it.each(readCorpus())(
    '$name: a cut that breaks a line brings no new error',
    ({ text }) => {
      const random = new Random(text.length);
      const lines = errorLines(text);
      for (let i = 0; i < CUTS_PER_FILE; i++) {
        const cut = randomCut(text, random);
        if (isBroken(withoutCut(text, cut))) expect(newErrors(text, cut, lines).found).toEqual([]);
      }
    },
    120_000,
  );

  it('keeps most errors of other lines', () => {
    const random = new Random(20);
    let kept = 0;
    for (const { name, text } of readCorpus()) {
      const lines = errorLines(text);
      for (let i = 0; i < FEW_CUTS; i++) {
        const cut = randomCut(text, random);
        if (!isBroken(withoutCut(text, cut))) continue;
        const result = newErrors(text, cut, lines);
        expect(result.found, name).toEqual([]);
        kept += result.kept;
      }
    }
    expect(kept).toBeGreaterThan(FEW_CUTS * 10);
  });

  it('survives a text cut at each byte, with ranges inside it', () => {
    const text = readCorpus()
      .find(({ name }) => name === 'v3_nodes')!
      .text.slice(0, 4000);
    for (let length = 0; length <= text.length; length++) {
      const lines = text.slice(0, length).split('\n').length;
      for (const { range } of lintPython(text.slice(0, length)).findings)
        expect(range.endLine).toBeLessThanOrEqual(lines);
    }
  }, 120_000);
});
