import { describe, expect, it } from 'vitest';
import { lintPython, type PythonFinding } from '../../../src/core/python/checkText';
import { readCorpus } from './corpus';

function applyFix(text: string, finding: PythonFinding): string {
  const edits = [...(finding.fix?.edits ?? [])].sort((a, b) => b.from - a.from || b.to - a.to);
  return edits.reduce(
    (out, edit) => out.slice(0, edit.from) + edit.newText + out.slice(edit.to),
    text,
  );
}

const counted = (findings: readonly PythonFinding[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { rule } of findings) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return counts;
};

describe('quick fixes', () => {
  it.each(readCorpus())(
    '$name: each fix ends its finding and starts no other',
    ({ text }) => {
      const before = lintPython(text).findings;
      const base = counted(before);
      for (const finding of before.filter(item => item.fix)) {
        const after = counted(lintPython(applyFix(text, finding)).findings);
        expect(
          after.get(finding.rule) ?? 0,
          `${finding.rule} line ${finding.range.line}`,
        ).toBeLessThan(base.get(finding.rule)!);
        for (const [rule, count] of after) {
          // A mended return lets hints about its content come up.
          if (rule === 'python/latent-keys-dropped') continue;
          expect(
            count,
            `${finding.fix?.title} line ${finding.range.line} starts ${rule}`,
          ).toBeLessThanOrEqual(base.get(rule as PythonFinding['rule']) ?? 0);
        }
      }
    },
    60_000,
  );

  it('are offered for most findings of the rules that have a sure mend', () => {
    const all = readCorpus().flatMap(({ text }) => lintPython(text).findings);
    const fixed = all.filter(item => item.fix).length;
    expect(fixed / all.length).toBeGreaterThan(0.5);
  });
});
