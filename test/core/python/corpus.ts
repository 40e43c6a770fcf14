import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the corpus lies. */
export const CORPUS_FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'corpus');

/** One corpus file: its text and the findings its `# expect:` comments ask for. */
export interface CorpusFile {
  readonly name: string;
  readonly text: string;
  /** `line rule`, sorted. */
  readonly expected: readonly string[];
}

export function readCorpus(): CorpusFile[] {
  return readdirSync(CORPUS_FOLDER)
    .filter(name => name.endsWith('.py'))
    .sort()
    .map(file => {
      const text = readFileSync(join(CORPUS_FOLDER, file), 'utf8');
      const expected = text.split('\n').flatMap((line, i) => {
        const rules = /# expect: (.*)$/.exec(line)?.[1]?.split(', ') ?? [];
        return rules.map(rule => `${i + 1} ${rule.trim()}`);
      });
      return { name: basename(file, '.py'), text, expected: expected.sort() };
    });
}
