import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discardStaged, giveNames, stageFile } from '../../src/engine/node/atomicWrite';
import { demandOutputs } from '../../src/engine/outputs';
import type { StagedFile } from '../../src/engine/platform';
import { tempFolder } from '../support/tempFolder';

async function stage(path: string, text: string): Promise<StagedFile> {
  return stageFile(path, sink => sink.write(new TextEncoder().encode(text)));
}

describe('several outputs', () => {
  it('get their names together', async () => {
    const folder = await tempFolder();
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    await writeFile(a, 'old a');
    const staged = [await stage(a, 'new a'), await stage(b, 'new b')];
    expect(await readFile(a, 'utf8')).toBe('old a');
    await giveNames(staged, true);
    expect([await readFile(a, 'utf8'), await readFile(b, 'utf8')]).toEqual(['new a', 'new b']);
    expect((await readdir(folder)).sort()).toEqual(['a', 'b']);
  });

  it('are taken back when one cannot have its name, and old files are as they were', async () => {
    const folder = await tempFolder();
    const [a, b, c] = ['a', 'b', 'c'].map(name => join(folder, name)) as [string, string, string];
    await writeFile(a, 'old a');
    const staged = [await stage(a, 'new a'), await stage(b, 'new b'), await stage(c, 'new c')];
    // No file can take the name of a folder with something in it.
    await mkdir(join(c, 'inner'), { recursive: true });
    await expect(giveNames(staged, true)).rejects.toThrow();
    await discardStaged(staged);
    expect(await readFile(a, 'utf8')).toBe('old a');
    expect((await readdir(folder)).sort()).toEqual(['a', 'c']);
  });

  it('without leave to overwrite leave a file alone that came meanwhile', async () => {
    const folder = await tempFolder();
    const [a, b] = [join(folder, 'a'), join(folder, 'b')];
    const staged = [await stage(a, 'new a'), await stage(b, 'new b')];
    await writeFile(b, 'somebody else');
    await expect(giveNames(staged, false)).rejects.toThrow(/exists already/);
    await discardStaged(staged);
    expect(await readFile(b, 'utf8')).toBe('somebody else');
    expect(await readdir(folder)).toEqual(['b']);
  });

  it('are refused when two are one file', async () => {
    const folder = await tempFolder();
    const paths = [join(folder, 'a'), join(folder, '.', 'a')];
    await expect(demandOutputs(paths, { overwrite: true, reads: [] })).rejects.toThrow(/twice/);
  });
});
