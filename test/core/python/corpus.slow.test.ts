import { describe, expect, it } from 'vitest';
import { lintPython } from '../../../src/core/python/checkText';
import { PYTHON_RULES } from '../../../src/core/python/rules/index';
import { readCorpus } from './corpus';

const corpus = readCorpus();

describe('corpus of custom nodes', () => {
  it.each(corpus)('$name: exactly the expected findings', ({ text, expected }) => {
    const found = lintPython(text).findings.map(item => `${item.range.line} ${item.rule}`);
    expect(found.sort()).toEqual(expected);
  });

  it.each(PYTHON_RULES.map(({ id }) => id))('%s has 8 that fire and 12 near misses', rule => {
    const file = corpus.find(item => `python/${item.name.replaceAll('_', '-')}` === rule);
    const fires = file?.expected.filter(item => item.endsWith(` ${rule}`)) ?? [];
    const misses = file?.text.match(/^class Ok\d+/gm) ?? [];
    expect(fires.length).toBeGreaterThanOrEqual(8);
    expect(misses.length).toBeGreaterThanOrEqual(12);
  });
});
