import { describe, expect, it } from 'vitest';
import { lintPython } from '../../../src/core/python/lint';
import { Random } from '../../fuzz/random';
import { readCorpus } from './corpus';
import { errorLines, isBroken, newErrors, randomCut, withoutCut } from './cuts';

const CUTS_PER_FILE = 2;

describe('half-typed code', () => {
  it('has no error that the whole text does not have, and keeps those of other lines', () => {
    const random = new Random(20);
    let kept = 0;
    for (const { name, text } of readCorpus()) {
      const lines = errorLines(text);
      for (let i = 0; i < CUTS_PER_FILE; i++) {
        const cut = randomCut(text, random);
        if (!isBroken(withoutCut(text, cut))) continue;
        const result = newErrors(text, cut, lines);
        expect(result.found, name).toEqual([]);
        kept += result.kept;
      }
    }
    expect(kept).toBeGreaterThan(CUTS_PER_FILE * 10);
  });

  it('keeps findings above, beside and below the line that is typed', () => {
    const node = (name: string, line: string) =>
      `class ${name}:\n    RETURN_TYPES = ("IMAGE",)\n    FUNCTION = "run"\n    @classmethod\n    def INPUT_TYPES(cls):\n        return {"required": {"image": ("IMAGE",)}}\n    def run(self, image):\n        a = image.permute(0, 1, 2)\n        ${line}\n        return image\n`;
    const rules = lintPython(node('A', 'b = (image.') + node('B', 'pass')).findings.map(
      ({ rule, range }) => `${range.line} ${rule}`,
    );
    // In A the last line is silent: what the broken line mentions may be anything by then.
    expect(rules).toEqual([
      '8 python/permute-rank',
      '18 python/permute-rank',
      '20 python/return-bare',
    ]);
  });
});
