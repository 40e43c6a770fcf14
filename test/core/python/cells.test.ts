import { describe, expect, it } from 'vitest';
import { joinCells } from '../../../src/core/python/cells';
import { lintPython } from '../../../src/core/python/checkText';

describe('notebook cells as one text', () => {
  it('keeps every place, with magics and shell lines blank', () => {
    const cells = ['%matplotlib inline\nx = 1\n  !ls -l', '%%bash\necho "a', 'y?\nz = a % b'];
    const joined = joinCells(cells);
    expect(joined.text).toBe(
      `${' '.repeat(18)}\nx = 1\n  pass  \n${' '.repeat(6)}\n${' '.repeat(7)}\n  \nz = a % b\n`,
    );
    for (const [i, cell] of cells.entries())
      expect(joined.text.slice(joined.offsets[i]).length).toBeGreaterThanOrEqual(cell.length);
    expect([1, 3, 4, 6, 7].map(joined.cellAt)).toEqual([
      { cell: 0, line: 1 },
      { cell: 0, line: 3 },
      { cell: 1, line: 1 },
      { cell: 2, line: 1 },
      { cell: 2, line: 2 },
    ]);
  });

  it.each(['text = """\n!important\n%s\nwhy?\n"""', 'value = (a\n  % b)\n', 'rest = a \\\n  %b'])(
    'leaves Python that looks like a magic: %j',
    cell => expect(joinCells([cell]).text).toBe(`${cell}\n`),
  );

  it('knows in one cell what another defines', () => {
    const helper = 'def first(x):\n    return x[0]';
    const node =
      '%%time\nclass A:\n    RETURN_TYPES = ("IMAGE",)\n    FUNCTION = "run"\n    @classmethod\n    def INPUT_TYPES(cls):\n        return {"required": {"image": ("IMAGE",)}}\n    def run(self, image):\n        return (first(image),)';
    const joined = joinCells(['!pip install torch', helper, node]);
    const [finding] = lintPython(joined.text).findings;
    expect(finding?.rule).toBe('python/image-rank');
    expect(joined.cellAt(finding!.range.line)).toEqual({ cell: 2, line: 9 });
    expect(lintPython(node).findings).toEqual([]);
  });
});
