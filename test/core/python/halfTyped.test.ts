import { describe, expect, it } from 'vitest';
import { lintPython } from '../../../src/core/python/checkText';

describe('half-typed code', () => {
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
