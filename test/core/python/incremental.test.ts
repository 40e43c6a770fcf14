import { describe, expect, it } from 'vitest';
import { lintPython } from '../../../src/core/python/checkText';
import { ClassCache } from '../../../src/core/python/incremental';
import { Random } from '../../fuzz/random';
import { readCorpus } from './corpus';
import { randomCut, withoutCut } from './cuts';

const corpus = readCorpus();
const EDITS_PER_FILE = 1;

const told = (text: string, cache?: ClassCache) => {
  const { findings, names, nodeCount, slots } = lintPython(text, { ...(cache && { cache }) });
  return { findings, names, nodeCount, slots };
};

describe('a lint that remembers', () => {
  it('says after every edit what a lint of the new text alone says', () => {
    const random = new Random(8);
    for (const { name, text } of corpus.filter((_, i) => i % 8 === 0)) {
      const cache = new ClassCache();
      told(text, cache);
      for (let i = 0; i < EDITS_PER_FILE; i++) {
        const cut = withoutCut(text, randomCut(text, random));
        const edited = random.unit() < 0.3 ? `import torch\n\n${cut}` : cut;
        expect(told(edited, cache), name).toEqual(told(edited));
      }
    }
  });

  it.each([
    ['a helper two calls away', 'return x[0]', 'return x'],
    ['a constant', 'SLOTS = ("IMAGE",)', 'SLOTS = ("IMAGE", "MASK")'],
    ['the base', 'FUNCTION = "run"', 'FUNCTION = "other"'],
    ['an attribute set elsewhere', 'pass  # here', 'A.KEPT = None'],
    ['a name declared global', 'pass  # here', 'global inner'],
  ])('sees that %s changed', (_what, old, replacement) => {
    const text = `def inner(x):
    return x[0]
def helper(x):
    return inner(x)
SLOTS = ("IMAGE",)
class Base:
    FUNCTION = "run"
    @classmethod
    def INPUT_TYPES(cls):
        return {"required": {"image": ("IMAGE",)}}
class A(Base):
    RETURN_TYPES = SLOTS
    KEPT = 3
    def run(self, image):
        kept = self.KEPT
        return (helper(image),)
    def other(self, image):
        return (image,)
def unrelated():
    pass  # here
`;
    const cache = new ClassCache();
    const before = told(text, cache);
    const edited = text.replace(old, replacement);
    expect(told(edited, cache)).toEqual(told(edited));
    expect(told(edited)).not.toEqual(before);
  });

  it('analyses nothing again when a line above is added', () => {
    const { text } = corpus.find(item => item.name === 'sound_idioms')!;
    const cache = new ClassCache();
    const steps = (given: string) => {
      let count = 0;
      lintPython(given, { cache, now: () => count++ });
      return count;
    };
    const first = steps(text);
    expect(steps(`# a comment\n${text}`)).toBeLessThan(first / 1.5);
  });
});
