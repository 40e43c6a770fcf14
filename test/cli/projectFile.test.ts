import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { NODE, RULE } from '../support/badNode';
import { cli } from '../support/cli';
import { tempFolder } from '../support/tempFolder';

const OFF = { rules: { [RULE]: 'off' } };

interface Linted {
  readonly file: string;
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly line?: number;
    readonly cell?: number;
  }[];
}

async function project(files: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await tempFolder();
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, null, 1));
  }
  return folder;
}

async function lint(...args: readonly string[]): Promise<readonly Linted[]> {
  return JSON.parse((await cli('lint', '--format', 'json', ...args)).out);
}

async function rulesIn(...args: readonly string[]): Promise<readonly string[]> {
  return (await lint(...args)).flatMap(({ findings }) => findings.map(({ rule }) => rule));
}

/** A notebook as Jupyter writes it: a line of source each. */
function notebook(cells: readonly (readonly [type: string, text: string])[]): unknown {
  return {
    cells: cells.map(([cell_type, text]) => ({
      cell_type,
      metadata: {},
      source: text.split(/(?<=\n)/),
    })),
    metadata: { kernelspec: { language: 'python', name: 'python3' } },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

describe('a tensor-loupe.json', () => {
  test('switches rules off, for some files by its overrides', async () => {
    const folder = await project({
      'tensor-loupe.json': { overrides: [{ files: 'old/**', ...OFF }] },
      'old/a.py': NODE,
      'new/a.py': NODE,
    });
    expect(await rulesIn(join(folder, 'old'))).toEqual([]);
    expect(await rulesIn(join(folder, 'new'))).toEqual([RULE]);
    expect(await rulesIn('--no-config', join(folder, 'old'))).toEqual([RULE]);
  });

  test('counts whole where it is the nearest', async () => {
    const folder = await project({
      'tensor-loupe.json': OFF,
      'inner/tensor-loupe.json': {},
      'inner/a.py': NODE,
      'a.py': NODE,
    });
    const files = await lint(folder);
    expect(files.map(({ findings }) => findings.length)).toEqual([0, 1]);
  });

  test('is another one by --config', async () => {
    const folder = await project({ 'a.py': NODE, 'ci/strict.json': { rules: { [RULE]: 'hint' } } });
    const [file] = await lint('--config', join(folder, 'ci/strict.json'), join(folder, 'a.py'));
    expect(file?.findings[0]?.severity).toBe('hint');
  });

  test('leaves files of a folder alone, and never one that is named', async () => {
    const folder = await project({
      'tensor-loupe.json': { exclude: ['old/**'] },
      'old/a.py': NODE,
      'venv/a.py': NODE,
    });
    expect(await rulesIn(folder)).toEqual([]);
    expect(await rulesIn(join(folder, 'old/a.py'))).toEqual([RULE]);
  });

  test('that cannot be used ends all with its line', async () => {
    const folder = await project({
      'tensor-loupe.json': '{\n  "rules": {\n    "python/nothing": "off"\n  }\n}',
      'a.py': NODE,
    });
    const run = await cli('lint', folder);
    expect(run.exit).toBe(2);
    expect(run.err).toContain('tensor-loupe.json:3: There is no rule "python/nothing"');
  });
});

describe('a notebook', () => {
  const cells = [
    ['markdown', '# A node'],
    ['code', '%matplotlib inline\nRETURN = "IMAGE"\n'],
    ['code', NODE],
  ] as const;

  test('is checked as one text, and told by cell and line', async () => {
    const folder = await project({ 'a.ipynb': notebook(cells) });
    const [file] = await lint(folder);
    expect(file?.findings).toMatchObject([{ rule: RULE, cell: 3, line: 2 }]);
    const text = await cli('lint', folder);
    expect(text.out).toContain('a.ipynb:cell 3:2:');
  });

  test('has its place in SARIF by the line of its file', async () => {
    const content = notebook(cells);
    const folder = await project({ 'a.ipynb': content });
    const run = await cli('lint', folder, '--format', 'sarif');
    const { region } = JSON.parse(run.out).runs[0].results[0].locations[0].physicalLocation;
    const lines = JSON.stringify(content, null, 1).split('\n');
    expect(lines[region.startLine - 1]).toContain('RETURN_TYPES');
  });

  test('of another language says nothing', async () => {
    const other = {
      ...(notebook(cells) as object),
      metadata: { language_info: { name: 'julia' } },
    };
    expect(await rulesIn(await project({ 'a.ipynb': other }))).toEqual([]);
  });
});
