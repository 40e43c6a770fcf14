import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lintPython } from '../../../src/core/python/checkText';
import { readCorpus } from './corpus';

const node = (body: string, types = '("IMAGE",)') => `import torch
class A:
    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",), "mask": ("MASK",), "samples": ("LATENT",)}}
    RETURN_TYPES = ${types}
    FUNCTION = "run"
${body}`;

const rulesOf = (text: string) => lintPython(text).findings.map(item => item.rule);

describe('any text at all', () => {
  it('survives every prefix of a file as it is typed, with ranges inside the text', () => {
    const [file] = readCorpus().filter(item => item.name === 'mask_rank');
    const text = file!.text.slice(0, 2200);
    const lines = text.split('\n').length;
    for (let length = 0; length <= text.length; length += 13) {
      for (const finding of lintPython(text.slice(0, length)).findings) {
        expect(finding.range.endLine).toBeLessThanOrEqual(lines);
      }
    }
  });

  it('survives random text and random cuts of Python', () => {
    const pieces = fc.constantFrom(
      'class A:\n',
      '    ',
      '\t',
      'def run(self, image):\n',
      'return ',
      'image',
      '[',
      ']',
      '(',
      ')',
      '.permute',
      '0,',
      ':',
      '\n',
      'if ',
      'for x in ',
      'RETURN_TYPES = ',
      '"IMAGE"',
      ',',
      'lambda ',
      '*',
      '**',
      '=',
      '\\',
      "'''",
      '#',
      'try:\n',
      'except:\n',
      '{',
      '}',
      'é',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), parts => {
        lintPython(`RETURN_TYPES\n${parts.join('')}`);
      }),
      { numRuns: 300, seed: 7 },
    );
  });

  it('says nothing of Python 2, tabs or prose', () => {
    const text = node(
      '    def run(self, image, mask, samples):\n\t\tprint "x", image\n\t\texec "y"\n\t\treturn (image,)\n',
    );
    expect(rulesOf(text)).toEqual([]);
    expect(rulesOf('RETURN_TYPES is a word in this sentence, and (so is this')).toEqual([]);
  });

  it('ends on helpers that call each other, and on themselves', () => {
    const text = node(`    def f(self, x):
        return self.g(x)
    def g(self, x):
        return self.f(x[0])
    def run(self, image, mask, samples):
        return (self.f(image),)
`);
    expect(rulesOf(text)).toEqual([]);
  });

  it('ends within its limit on branching that doubles with every line', () => {
    const body = Array.from(
      { length: 12 },
      (_, i) => `        ${'    '.repeat(i)}for a${i} in image:`,
    ).join('\n');
    const text = node(
      `    def run(self, image, mask, samples):\n${body}\n${' '.repeat(60)}image = image[0]\n        return (image,)\n`,
    );
    const started = performance.now();
    lintPython(text, { timeLimitMs: 300, now: () => performance.now() });
    expect(performance.now() - started).toBeLessThan(8000);
  });

  it('stops at the time limit and says so', () => {
    let time = 0;
    const text = node(
      `    def run(self, image, mask, samples):\n${'        image = image * 2\n'.repeat(4000)}        return image\n`,
    );
    const result = lintPython(text, { timeLimitMs: 5, now: () => time++ });
    expect(result.isIncomplete).toBe(true);
  });

  it('takes 50,000 lines', () => {
    const text = node(
      `    def run(self, image, mask, samples):\n        return (image,)\n${'x = f(1, 2)\n'.repeat(50_000)}`,
    );
    expect(rulesOf(text)).toEqual([]);
  }, 30_000);

  it('takes an expression nested or chained thousands deep', () => {
    const deep = node(
      `    def run(self, image, mask, samples):\n        return (${'('.repeat(3000)}image${')'.repeat(3000)},)\n`,
    );
    const long = node(
      `    def run(self, image, mask, samples):\n        return (image${' + image'.repeat(5000)},)\n`,
    );
    expect(rulesOf(deep)).toEqual([]);
    expect(rulesOf(long)).toEqual([]);
  }, 30_000);

  it('costs nothing where no node is mentioned', () => {
    const result = lintPython('x = 1\n'.repeat(10));
    expect(result.findings).toEqual([]);
    expect(result.nodeCount).toBe(0);
  });
});

describe('half-typed code', () => {
  it('keeps findings above the line being typed', () => {
    const text = node(
      '    def run(self, image, mask, samples):\n        x = image * mask\n        y = image.perm(\n',
    );
    expect(rulesOf(text)).toContain('python/mask-broadcast');
  });

  it('is silent below it', () => {
    const text = node(
      '    def run(self, image, mask, samples):\n        x = (image.\n        return image\n',
    );
    expect(rulesOf(text)).toEqual([]);
  });
});

describe('loupe: ignore', () => {
  const bare = (comment: string, head = '') =>
    head + node(`    def run(self, image, mask, samples):\n        return image${comment}\n`);

  it('silences a rule on its line', () => {
    expect(rulesOf(bare('  # loupe: ignore[python/return-bare]'))).toEqual([]);
    expect(rulesOf(bare('  # loupe: ignore'))).toEqual([]);
    expect(rulesOf(bare('  # loupe: ignore[return-bare, index-rank]'))).toEqual([]);
    expect(rulesOf(bare('  # loupe: ignore[python/index-rank]'))).toEqual(['python/return-bare']);
  });

  it('silences a rule for the file at its head only', () => {
    expect(rulesOf(bare('', '# loupe: ignore[python/return-bare]\n'))).toEqual([]);
    expect(rulesOf(bare('\n# loupe: ignore[python/return-bare]'))).toEqual(['python/return-bare']);
  });
});

describe('hover', () => {
  it('tells a declared input and what became of it', () => {
    const text = node(
      '    def run(self, image, mask, samples):\n        x = image[..., :3].permute(0, 3, 1, 2)\n        return (x,)\n',
    );
    const result = lintPython(text);
    const at = (word: string, from = 0) => {
      const offset = text.indexOf(word, from);
      const before = text.slice(0, offset).split('\n');
      return result.hover(before.length, before.at(-1)!.length + 1)?.text;
    };
    expect(at('image[')).toBe('IMAGE [B,H,W,C] float 0..1');
    expect(at('permute')).toBe('Tensor [B,C,H,W] float 0..1');
    expect(at('x = image')).toBe('Tensor [B,C,H,W] float 0..1');
    expect(result.hover(1, 1)).toBeNull();
  });

  it('orders the chain of a finding from the newest step to the input', () => {
    const text = node(
      '    def run(self, image, mask, samples):\n        x = image.permute(0, 3, 1, 2)\n        return (x,)\n',
    );
    const [finding] = lintPython(text).findings;
    expect(finding?.chain.map(item => [item.range.line, item.text])).toEqual([
      [9, '`permute(0, 3, 1, 2)` gives [B,C,H,W]'],
      [8, 'input `image` is declared IMAGE'],
    ]);
  });
});
