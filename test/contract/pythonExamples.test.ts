import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { lintPython } from '../../src/core/python/checkText';
import { filesBelow } from '../support/sourceFiles';

interface Example {
  readonly rule: string;
  readonly verdict: 'wrong' | 'right';
  readonly lines: readonly string[];
}

const MARK = /# (wrong|right)\b/;

/** What a page shows: each marked line begins an example, which shares the lines above the first mark. */
function examplesOf(path: string, text: string): Example[] {
  const lines = /```python\n(.+?)```/s.exec(text)?.[1]?.trimEnd().split('\n') ?? [];
  const starts = lines.flatMap((line, index) => (MARK.test(line) ? [index] : []));
  const shared = lines.slice(0, starts[0]);
  return starts.map((start, order) => ({
    rule: `python/${basename(path, '.md')}`,
    verdict: MARK.exec(lines[start]!)![1] as Example['verdict'],
    lines: [...shared, ...lines.slice(start, starts[order + 1])],
  }));
}

/** Rules whose example gives something else than an IMAGE. */
const GIVES: Readonly<Record<string, string>> = {
  'python/latent-dict': 'LATENT',
  'python/latent-keys-dropped': 'LATENT',
  'python/latent-mutated': 'LATENT',
  'python/mask-rank': 'MASK',
  'python/return-dict': 'LATENT',
};

/** What an example may take for given; only what it names is there. */
const GIVEN: Readonly<Record<string, string>> = {
  pil: 'pil = Image.open("picture.png").convert("RGB")',
  samples: 'samples = torch.zeros(1, 4, 8, 8)',
  t: 't = latent["samples"] * 0.5',
  h: 'h, w = 8, 8',
  images: 'images = [image, image]',
};

const AT_CLASS = /^[A-Z_]+ = /;

/** The node around an example, with a value for each name that pages use. */
function nodeOf({ rule, lines }: Example): string {
  const gives = GIVES[rule] ?? 'IMAGE';
  const atClass = lines.filter(line => AT_CLASS.test(line));
  const body = lines.filter(line => !AT_CLASS.test(line));
  const words = new Set(body.join('\n').match(/\w+/g));
  const given = Object.keys(GIVEN).flatMap(name => (words.has(name) ? [GIVEN[name]] : []));
  if (body.some(line => line.startsWith('if '))) body.push('    image = image * 0.5');
  if (!body.some(line => line.startsWith('return '))) body.push(`return (${gives.toLowerCase()},)`);
  return `import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image


class Node:
    @classmethod
    def INPUT_TYPES(cls):
        return {
            "required": {"image": ("IMAGE",), "mask": ("MASK",), "latent": ("LATENT",)},
        }

    RETURN_TYPES = ("${gives}",)
    FUNCTION = "run"
    ${atClass.join('\n    ')}

    def run(self, image, mask, latent):
        ${[...given, ...body].join('\n        ')}
`;
}

const EXAMPLES = filesBelow(['docs/rules/python'], /\.md$/).map(({ path, text }) => ({
  path,
  examples: examplesOf(path, text),
}));

test.each(EXAMPLES)('$path shows what is wrong and what is right, and both are so', page => {
  const verdicts = page.examples.map(({ verdict }) => verdict);
  expect(new Set(verdicts)).toEqual(new Set(['wrong', 'right']));
  for (const example of page.examples) {
    const { findings } = lintPython(nodeOf(example));
    const found = [...new Set(findings.map(({ rule }) => rule))];
    const expected = example.verdict === 'wrong' ? [example.rule] : [];
    expect(found, example.lines.join('\n')).toEqual(expected);
  }
});
