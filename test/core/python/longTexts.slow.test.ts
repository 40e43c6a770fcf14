import { expect, it } from 'vitest';
import { lintPython } from '../../../src/core/python/checkText';

/** A node with a finding, behind whatever stands before it, in its method, and behind it. */
const node = (before: string, line: string, after: string): string => `${before}
class A:
    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"
    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",)}}
    def run(self, image):
        ${line}
        return image
${after}
`;

/** One piece of text, as long as asked, that people or tools do write: embedded pictures, keys, tables. */
const LONG: readonly (readonly [what: string, make: (length: number) => string])[] = [
  ['a string', n => `x = "${'QUJD'.repeat(n / 4)}"`],
  ['a string of three quotes', n => `x = """${'line "" of text\n'.repeat(n / 16)}"""`],
  ['a string of escapes', n => `x = "${'\\x00'.repeat(n / 4)}"`],
  ['an f-string', n => `x = f"${'{a} and '.repeat(n / 8)}"`],
  ['joined strings', n => `x = (${'"abcdef" '.repeat(n / 9)})`],
  ['a name', n => `${'name'.repeat(n / 4)} = 1`],
  ['a name in another script', n => `${'имя'.repeat(n / 3)} = 1`],
  ['an integer', n => `x = ${'1234567890'.repeat(n / 10)}`],
  ['an integer of noughts', n => `x = ${'0'.repeat(n)}`],
  ['a hexadecimal integer', n => `x = 0x${'f'.repeat(n)}`],
  ['a fraction', n => `x = 0.${'1234567890'.repeat(n / 10)}`],
  ['a comment', n => `pass  # ${'comment '.repeat(n / 8)}`],
  ['a comment that nearly silences', n => `pass  # ${'loupe: '.repeat(n / 7)}`],
  ['a comment of open brackets', n => `pass  # loupe: ignore${'['.repeat(n)}`],
  ['blanks', n => `x = 1${' '.repeat(n)}`],
  ['blank lines', n => `pass\n${'\n'.repeat(n)}`],
  ['lines of blanks', n => `pass\n${'        \n'.repeat(n / 9)}`],
  ['a list of numbers', n => `x = [${'1234567, '.repeat(n / 9)}]`],
  ['a dict of names', n => `x = {${'"k": a, '.repeat(n / 8)}}`],
  ['noise', n => `x = ${'?'.repeat(n)}`],
];

/** Processor time of this process while it lints, which a busy machine stretches less than the clock. */
function timed(text: string): { milliseconds: number; rules: string[] } {
  const before = process.cpuUsage();
  const { findings } = lintPython(text);
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000, rules: findings.map(({ rule }) => rule) };
}

const SHORT = 30_000;
const TIMES = 16;

it.each(LONG)('%s of any length takes time in proportion', (_what, make) => {
  for (const textOf of [
    (n: number) => node(make(n), 'pass', ''),
    (n: number) => node('', make(n).replaceAll('\n', '\n        '), ''),
    (n: number) => node('', 'pass', make(n)),
  ]) {
    const small = timed(textOf(SHORT));
    const large = timed(textOf(SHORT * TIMES));
    for (const { rules } of [small, large]) expect(rules).toContain('python/return-bare');
    // In proportion is 16 times as much; by the square it would be 256 times.
    expect(large.milliseconds).toBeLessThan(200 + 4 * TIMES * small.milliseconds);
  }
});
