import { describe, expect, it } from 'vitest';
import { lintPython } from '../../../src/core/python/checkText';
import { parsePython } from '../../../src/core/python/syntax/parse';
import { Random } from '../../fuzz/random';
import { readCorpus } from './corpus';

const node = (body: string) => `class A:
    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"
    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",)}}
    def run(self, image):
        x = ${body}
        return image
`;
const MANY = 10_000;

describe('hostile text', () => {
  it.each([
    ['brackets', `${'('.repeat(MANY)}image${')'.repeat(MANY)}`],
    ['open brackets', '['.repeat(MANY)],
    ['closing brackets', ')'.repeat(MANY)],
    ['members', `image${'.a'.repeat(MANY)}`],
    ['calls', `image${'()'.repeat(MANY)}`],
    ['indices', `image${'[0]'.repeat(MANY)}`],
    ['sums', `image${' + image'.repeat(MANY)}`],
    ['powers', `image${' ** image'.repeat(MANY)}`],
    ['comparisons', `image${' < image'.repeat(MANY)}`],
    ['negations', `${'not '.repeat(MANY)}image`],
    ['signs', `${'-'.repeat(MANY)}1`],
    ['ternaries', `${'a if b else '.repeat(MANY)}image`],
    ['lambdas', `${'lambda: '.repeat(MANY)}image`],
    ['clauses', `[x ${'for x in image '.repeat(MANY)}]`],
    ['replacement fields', `f"${'{'.repeat(MANY + 1)}"`],
    ['a long tuple', 'image, '.repeat(MANY)],
    [
      'noise',
      Array.from({ length: MANY }, (_, i) => String.fromCharCode(1 + ((i * 37) % 31))).join(''),
    ],
  ])('of %s by the thousand loses at most its own line', (_what, body) => {
    const result = lintPython(node(body.replace(/[\n\r]/g, '')) + node('image'));
    expect(result.findings.map(({ rule }) => rule)).toContain('python/return-bare');
  });

  it('of blocks, clauses and functions one in another ends', () => {
    const nested = (header: string) =>
      Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}${header}\n`).join('');
    for (const header of ['if a:', 'def f():', 'class A:', 'try:', 'for x in y:'])
      expect(() => lintPython(`RETURN_TYPES\n${nested(header)}`)).not.toThrow();
    const chain = `if a:\n    b\n${'elif c:\n    d\n'.repeat(MANY)}`;
    expect(parsePython(chain)).toHaveLength(1);
  });

  it('is given up within its limit, the parse included', () => {
    let time = 0;
    const result = lintPython(node('image') + 'x = f(1, 2)\n'.repeat(20_000), {
      timeLimitMs: 20,
      now: () => time++,
    });
    expect(result).toMatchObject({ isIncomplete: true, findings: [] });
    expect(time).toBeLessThan(200);
  });

  it('spliced from the corpus at random never throws, its ranges inside it', () => {
    const random = new Random(3);
    const texts = readCorpus().map(item => item.text);
    const part = () => {
      const text = random.pick(texts);
      const from = random.below(text.length);
      return text.slice(from, from + random.below(400));
    };
    for (let i = 0; i < 150; i++) {
      const text = `RETURN_TYPES\n${part()}${String.fromCharCode(random.below(300))}${part()}${part()}`;
      const lineCount = text.split(/\r\n|\r|\n/).length;
      for (const { range } of lintPython(text).findings)
        expect(range.endLine).toBeLessThanOrEqual(lineCount);
    }
  });
});
