import { cp, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { casePath } from '../support/cases';
import { python } from '../support/python';
import { tempFolder } from '../support/tempFolder';

const BUGS = casePath('bugs');
const cases = await readdir(BUGS, { withFileTypes: true });
const folders = cases.filter(entry => entry.isDirectory()).map(({ name }) => name);

/** Every file of a folder by its path there, without what was written by hand. */
async function filesOf(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter(entry => entry.isFile() && !['expected.json', 'make.py'].includes(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
  const read = files.map(async file => [relative(folder, file), await readFile(file)] as const);
  return new Map(await Promise.all(read));
}

describe('reference files whose maker is kept', () => {
  test.each(folders)('bugs/%s is what its make.py gives', async name => {
    const made = await tempFolder();
    await cp(join(BUGS, 'lib.py'), join(made, 'lib.py'));
    await cp(join(BUGS, name, 'make.py'), join(made, name, 'make.py'));
    await python('import runpy, sys; runpy.run_path(sys.argv[1])', join(made, name, 'make.py'));
    const kept = await filesOf(join(BUGS, name));
    const again = await filesOf(join(made, name));
    expect([...again.keys()]).toEqual(expect.arrayContaining([...kept.keys()]));
    for (const [file, bytes] of kept) expect(again.get(file)!.equals(bytes), file).toBe(true);
  });
});
