import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePython } from '../../../../src/core/python/syntax/parse';
import { python } from '../../../support/python';
import { dumpStatement } from './dump';

const PYTHON = process.env.TENSOR_LOUPE_PYTHON ?? '/usr/bin/python3';
const here = import.meta.dirname;

const pythonFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.py'))
    .sort()
    .map(name => join(folder, name));

/** The statements of each file, as CPython's `ast` has them. */
function cpythonTrees(paths: readonly string[]): string[] {
  const options = {
    input: paths.join('\n'),
    maxBuffer: 256 * 1024 * 1024,
    encoding: 'utf8',
  } as const;
  const text = execFileSync(PYTHON, ['-W', 'ignore', join(here, 'dump.py')], options);
  return text.split('\n---\n');
}

function expectSameTrees(paths: readonly string[]): void {
  const trees = cpythonTrees(paths);
  for (const [i, path] of paths.entries()) {
    const ours = parsePython(readFileSync(path, 'utf8')).map(dumpStatement);
    expect(ours, path).toEqual(trees[i]!.split('\n').filter(line => line !== ''));
  }
}

describe('the parser against CPython’s', () => {
  it('makes the same tree of every corpus file', () => {
    expectSameTrees(pythonFiles(join(here, '..', 'corpus')));
  });

  it('makes the same tree of the standard library’s modules', async () => {
    const folder = (await python('import os; print(os.path.dirname(os.__file__))')).trim();
    const paths = pythonFiles(folder);
    expect(paths.length).toBeGreaterThan(100);
    expectSameTrees(paths);
  });
});
