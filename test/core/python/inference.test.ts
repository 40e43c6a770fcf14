import { describe, expect, it } from 'vitest';
import { lintPython } from '../../../src/core/python/checkText';
import { type InferenceCase, readInferenceCases } from './inference';

const CASES = readInferenceCases();

function infer({ text, reveals, findings }: InferenceCase) {
  const result = lintPython(text);
  const known = new Map(
    // The name that reveals comes first on its line; a comprehension may bind more.
    result.names
      .filter(name => name.inlay !== null)
      .reverse()
      .map(name => [name.range.line, name.text]),
  );
  const asked = new Map(findings.map(item => [item.split(' ').slice(0, 3).join(' '), item]));
  const found = result.findings.map(({ range, severity, rule, fix }) => {
    const plain = `${range.line} ${severity} ${rule}`;
    return /fix$/.test(asked.get(plain) ?? '') ? `${plain} ${fix ? 'fix' : 'no fix'}` : plain;
  });
  return {
    reveals: reveals.map(({ line, source }) => `line ${source}: ${known.get(line) ?? '?'}`),
    findings: found.sort(),
  };
}

describe.each([...new Set(CASES.map(item => item.file))])('inference: %s', file => {
  it.each(CASES.filter(item => item.file === file))('$title', item => {
    expect(infer(item)).toEqual({
      reveals: item.reveals.map(({ source, expected }) => `line ${source}: ${expected}`),
      findings: item.findings,
    });
  });
});
