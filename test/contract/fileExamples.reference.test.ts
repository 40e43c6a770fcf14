import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { lintPath } from '../../src/engine/lintFile';
import { NO_OVERRIDES } from '../../src/engine/openedFile';
import { python } from '../support/python';
import { filesBelow } from '../support/sourceFiles';
import { tempFolder } from '../support/tempFolder';

interface Example {
  readonly rule: string;
  readonly verdict: 'wrong' | 'right';
  readonly code: string;
  /** Where it writes its files. */
  readonly folder: string;
}

const MARK = / {2}# (wrong|right)\b/;
const root = await tempFolder();

const PAGES = filesBelow(['docs/rules'], /\.md$/)
  .map(({ path, text }) => ({ rule: path.split('/').slice(-2).join('/').replace('.md', ''), text }))
  .filter(({ rule }) => /^(file|image|latent|mask|tensor)\//.test(rule));

/** What a page writes under "What it checks": from each mark on an example, after the lines above the first. */
function examplesOf({ rule, text }: (typeof PAGES)[number]): Example[] {
  const section = /## What it checks\n(.+?)\n## /s.exec(text)?.[1] ?? '';
  const lines = /```python\n(.+?)```/s.exec(section)?.[1]?.trimEnd().split('\n') ?? [];
  const starts = lines.flatMap((line, at) => (MARK.test(line) ? [at] : []));
  const shared = lines.slice(0, starts[0]);
  return starts.map((start, order) => {
    const verdict = MARK.exec(lines[start]!)![1] as Example['verdict'];
    const code = [...shared, ...lines.slice(start, starts[order + 1])].join('\n');
    return { rule, verdict, code, folder: join(root, rule.replace('/', '-'), verdict) };
  });
}

const EXAMPLES = PAGES.flatMap(examplesOf);

/** Runs each example in its folder; \`write\` is what pages say that it is. */
const PROGRAM = `
import json, os, pickle, sys, zipfile
import numpy as np
import torch
def write(path, header, data):
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(len(text).to_bytes(8, "little") + text + data)
given = {"json": json, "os": os, "pickle": pickle, "zipfile": zipfile, "np": np, "torch": torch, "write": write}
for example in json.load(open(sys.argv[1])):
    os.chdir(example["folder"])
    torch.manual_seed(1)
    np.random.seed(1)
    exec(example["code"], {"__name__": "__main__", **given})
`;

beforeAll(async () => {
  for (const { folder } of EXAMPLES) await mkdir(folder, { recursive: true });
  const list = join(root, 'examples.json');
  await writeFile(list, JSON.stringify(EXAMPLES));
  await python(PROGRAM, list);
  // Loading torch takes seconds on a busy machine.
}, 60_000);

/** The rules of what is found in a file, its values read; those of an index in its place where there is one. */
async function rulesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  const index = names.find(name => name.endsWith('.index.json'));
  const name = index ?? names.find(each => each.startsWith('dump.'))!;
  const location = { type: 'path', path: join(folder, name) } as const;
  const params = { location, overrides: { ...NO_OVERRIDES, relativePath: name }, values: true };
  const findings = await lintPath(params).catch(error => [{ rule: error.rule }]);
  return [...new Set(findings.map(({ rule }) => rule as string))];
}

test('every page of a file has both, and every other what its mend does not show', () => {
  const verdicts = (rule: string) =>
    EXAMPLES.filter(each => each.rule === rule).map(e => e.verdict);
  for (const { rule } of PAGES)
    if (rule.startsWith('file/') || verdicts(rule).length > 0)
      expect(verdicts(rule), rule).toEqual(['wrong', 'right']);
});

test.each(EXAMPLES)('$rule, $verdict', async ({ rule, verdict, folder }) => {
  expect(await rulesIn(folder)).toEqual(verdict === 'wrong' ? [rule] : []);
});
