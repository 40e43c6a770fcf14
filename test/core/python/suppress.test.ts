import { expect, test } from 'vitest';
import { lintPython } from '../../../src/core/python/checkText';
import { readPositions } from '../../../src/core/python/positions';
import { ignoreEdit, readSuppressions } from '../../../src/core/python/suppress';
import { parseText } from '../../../src/core/python/syntax/parse';

const RULE = 'python/image-rank';

/** The lines, from 1, on which the comments of a text silence a rule. */
function silentLines(text: string): number[] {
  const { covers } = readSuppressions(text, parseText(text).facts, readPositions(text));
  return text.split('\n').flatMap((_, i) => (covers(RULE, i + 1) ? [i + 1] : []));
}

test.each<readonly [text: string, lines: readonly number[]]>([
  ['a = 1\nb = 2  # loupe: ignore\nc = 3', [2]],
  ['a = 1  # why: loupe: ignore[image-rank, mask-rank]\nb = 2', [1]],
  ['a = 1  # loupe: ignore[mask-rank]', []],
  ['f(\n  a,  # LOUPE:ignore[python/image-rank]\n  b)', [2]],
  ['# a head\n\n# loupe: ignore[image-rank]\na = 1\nb = 2', [1, 2, 3, 4, 5]],
  ['a = 1\n# loupe: ignore\nb = 2', [2]],
])('comments of %j silence lines %j', (text, lines) => expect(silentLines(text)).toEqual(lines));

test.each([
  'a = "# loupe: ignore"',
  'a = """\n# loupe: ignore\n"""',
  "a = f'# loupe: ignore[image-rank]'",
  '"""A head.\n\n# loupe: ignore\n"""\na = 1',
])('what only looks like a comment silences nothing: %j', text =>
  expect(silentLines(text)).toEqual([]),
);

test('a comment in a text of several lines leaves its finding', () => {
  const text = `class A:
    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"
    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",)}}
    def run(self, image):
        return image`;
  const rules = (written: string) => lintPython(written).findings.map(({ rule }) => rule);
  expect(rules(text)).toEqual(['python/return-bare']);
  expect(rules(`"""\n# loupe: ignore\n"""\n${text}`)).toEqual(['python/return-bare']);
  expect(rules(`# loupe: ignore\n${text}`)).toEqual([]);
});

test.each([
  ['    return y', '    return y  # loupe: ignore[python/image-rank]'],
  ['x = 1  # loupe: ignore[python/a]', 'x = 1  # loupe: ignore[python/a, python/image-rank]'],
  ['x = 1  # loupe: ignore[]', 'x = 1  # loupe: ignore[python/image-rank]'],
  ['x = 1  # a note \\', 'x = 1  # a note \\  # loupe: ignore[python/image-rank]'],
  ['x = "# loupe: ignore"', 'x = "# loupe: ignore"  # loupe: ignore[python/image-rank]'],
  ['x = """a"""', 'x = """a"""  # loupe: ignore[python/image-rank]'],
  ['x = (1,   ', 'x = (1,  # loupe: ignore[python/image-rank]'],
])('a line says that a rule is silent on it: %s', (line, expected) => {
  const [head, tail] = ['code()\n', '\n2)\n'];
  const text = head + line + tail;
  const { from, to, newText } = ignoreEdit(text, head.length, RULE)!;
  const written = text.slice(0, from) + newText + text.slice(to);
  expect(written).toBe(head + expected + tail);
  expect(silentLines(written)).toEqual([2]);
});

test.each([
  ['x = 1 + \\', '\n2'],
  ['x = """a', '\nb"""'],
  ['x = """a', ''],
  ['x = 1  # loupe: ignore', '\n'],
])('no comment is written in %j', (line, tail) =>
  expect(ignoreEdit(`code()\n${line}${tail}`, 7, RULE)).toBeNull(),
);
