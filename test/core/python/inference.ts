import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What stands before every block; a block without a class is the body of a node's method. */
export const PRELUDE = `import copy
import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image


class Base:
    @classmethod
    def INPUT_TYPES(cls):
        return {
            "required": {"image": ("IMAGE",), "mask": ("MASK",), "latent": ("LATENT",),
                         "count": ("INT",), "strength": ("FLOAT",), "flag": ("BOOLEAN",)},
            "optional": {"other": ("IMAGE",), "extra": ("MASK",)},
        }

    RETURN_TYPES = ("IMAGE",)
    FUNCTION = "run"
    CATEGORY = "test"


`;
const METHOD = `class Node(Base):
    def run(self, image, mask, latent, count, strength, flag, other=None, extra=None):
`;

export interface Reveal {
  readonly line: number;
  /** The line's place in the Markdown file, from 1. */
  readonly source: number;
  /** What a hover has to say; `?` where nothing is known. */
  readonly expected: string;
}
export interface InferenceCase {
  readonly file: string;
  readonly title: string;
  /** A module: each `reveal(x)` became `reveal_<line> = x`. */
  readonly text: string;
  readonly reveals: readonly Reveal[];
  /** `line severity rule`, and `fix` or `no fix` where the comment says so; sorted. */
  readonly findings: readonly string[];
  /** Lines that raise for some inputs only, which is no finding. */
  readonly mayRaise: readonly number[];
}

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'inference');
const REVEAL = /^(\s*)reveal\((.*?)\)\s+# (.*)$/;

/** All blocks of all Markdown files, titled by their headings. */
export function readInferenceCases(): InferenceCase[] {
  return readdirSync(FOLDER)
    .filter(name => name.endsWith('.md'))
    .sort()
    .flatMap(name => readFile(name, readFileSync(join(FOLDER, name), 'utf8')));
}

function readFile(file: string, markdown: string): InferenceCase[] {
  const cases: InferenceCase[] = [];
  for (const block of markdown.matchAll(/^```python\n(.*?)^```$/gms)) {
    const before = markdown.slice(0, block.index);
    const heading =
      before
        .match(/^#+ .*$/gm)
        ?.at(-1)
        ?.replace(/^#+ /, '') ?? file;
    const firstLine = before.split('\n').length + 1;
    const number = cases.filter(item => item.title.replace(/ \d+$/, '') === heading).length;
    const title = number === 0 ? heading : `${heading} ${number + 1}`;
    cases.push(readBlock(file, title, block[1]!, firstLine));
  }
  return cases;
}

function readBlock(file: string, title: string, block: string, firstLine: number): InferenceCase {
  const isModule = /^class /m.test(block);
  const head = isModule ? PRELUDE : PRELUDE + METHOD;
  const indent = isModule ? '' : '        ';
  const offset = head.split('\n').length;
  const reveals: Reveal[] = [];
  const findings: string[] = [];
  const mayRaise: number[] = [];
  const lines = block
    .trimEnd()
    .split('\n')
    .map((source, i) => {
      const line = offset + i;
      for (const [, severity, rule, , fix] of source.matchAll(
        /# (error|warning|info|hint): \[([\w/-]+)\]( \((fix|no fix)\))?/g,
      ))
        findings.push([line, severity, rule, fix].filter(Boolean).join(' '));
      if (source.endsWith('# may raise')) mayRaise.push(line);
      const reveal = REVEAL.exec(source);
      if (!reveal) return source && indent + source;
      reveals.push({ line, source: firstLine + i, expected: reveal[3]! });
      return `${indent}${reveal[1]}reveal_${line} = ${reveal[2]}`;
    });
  const text = `${head}${lines.join('\n')}\n`;
  return { file, title, text, reveals, findings: findings.sort(), mayRaise };
}
