import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, link, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { atomicWrite } from '../../src/engine/node/atomicWrite';
import { TEMPORARY_PREFIX, temporaryBeside } from '../../src/engine/node/leftovers';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loupe-atomic-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const NEW = { overwrite: false };

async function temporaryFiles(): Promise<string[]> {
  return (await readdir(folder)).filter(name => name.startsWith(TEMPORARY_PREFIX));
}

/** A process that has begun to write a file, and goes on until it is killed. */
async function writingProcess(target: string): Promise<ChildProcess> {
  const script = join(folder, 'child.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../support/endlessWrite.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: script,
    logLevel: 'silent',
  });
  const child = spawn(process.execPath, [script, target], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('atomicWrite', () => {
  it('writes pieces of any size, and places afterwards, as one file', async () => {
    const path = join(folder, 'x');
    const big = new Uint8Array(3 * 2 ** 20 + 5).fill(7);
    const length = await atomicWrite(
      path,
      async sink => {
        await sink.write(Uint8Array.of(1, 2));
        await sink.write(big);
        await sink.write(Uint8Array.of(3));
        await sink.writeAt(1, Uint8Array.of(9));
        await sink.write(Uint8Array.of(4));
      },
      NEW,
    );
    const bytes = await readFile(path);
    expect(length).toBe(big.length + 4);
    expect(Buffer.compare(bytes, Buffer.from([1, 9, ...big, 3, 4]))).toBe(0);
    expect(await readdir(folder)).toEqual(['x']);
  });

  it('leaves nothing behind when writing fails half way', async () => {
    const writing = atomicWrite(
      join(folder, 'x'),
      async sink => {
        await sink.write(new Uint8Array(2 ** 21));
        throw new Error('half way');
      },
      NEW,
    );
    await expect(writing).rejects.toThrow('half way');
    expect(await readdir(folder)).toEqual([]);
  });

  it('leaves nothing behind when it is called off at the last moment', async () => {
    const controller = new AbortController();
    const write = async () => controller.abort();
    const writing = atomicWrite(join(folder, 'x'), write, NEW, controller.signal);
    await expect(writing).rejects.toThrow(/abort/i);
    expect(await readdir(folder)).toEqual([]);
  });

  it('refuses a file that is there, even one that came while it wrote', async () => {
    const path = join(folder, 'x');
    const write = () => writeFile(path, 'theirs');
    await expect(atomicWrite(path, write, NEW)).rejects.toThrow(/exists already/);
    expect(await readFile(path, 'utf8')).toBe('theirs');
    const call = async () => expect.unreachable();
    await expect(atomicWrite(path, call, NEW)).rejects.toThrow(/exists already/);
    expect(await readdir(folder)).toEqual(['x']);
  });

  it('replaces a file in one step when it may', async () => {
    const path = join(folder, 'x');
    await writeFile(path, 'old');
    const before = (await stat(path)).ino;
    await atomicWrite(path, sink => sink.write(Buffer.from('new')), { overwrite: true });
    expect(await readFile(path, 'utf8')).toBe('new');
    expect((await stat(path)).ino).not.toBe(before);
  });

  it.each([
    ['a missing folder', 'no/x', /the folder .*no is not there; make it first/],
    ['a file for a folder', 'file/x', /is not a folder/],
    ['a folder for a file', '.', /it is a folder/],
    ['a name too long', 'n'.repeat(300), /too long/],
  ])('refuses %s and says why', async (_, name, message) => {
    await writeFile(join(folder, 'file'), '');
    const writing = atomicWrite(join(folder, name), async () => {}, NEW);
    await expect(writing).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual(['file']);
  });

  it('says that the disk is full', async () => {
    const full = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    const writing = atomicWrite(join(folder, 'x'), () => Promise.reject(full), NEW);
    await expect(writing).rejects.toThrow(/the disk is full/);
    expect(await readdir(folder)).toEqual([]);
  });

  // Root may write anywhere, so only another user can see this refusal.
  it.skipIf(process.getuid?.() === 0)('says that the folder may not be written in', async () => {
    await chmod(folder, 0o500);
    const writing = atomicWrite(join(folder, 'x'), async () => {}, NEW);
    await expect(writing).rejects.toThrow(/you may not write/);
    await chmod(folder, 0o700);
  });

  it('leaves no torn target when the process is killed while it writes', async () => {
    const target = join(folder, 'x');
    await writeFile(target, 'old');
    const child = await writingProcess(target);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await readFile(target, 'utf8')).toBe('old');
    expect(await temporaryFiles()).toHaveLength(1);
  });

  it('removes what a killed process left beside it, and nothing of one that lives', async () => {
    const killed = await writingProcess(join(folder, 'x'));
    killed.kill('SIGKILL');
    await once(killed, 'exit');
    const [left] = await temporaryFiles();
    const living = await writingProcess(join(folder, 'y'));
    expect(await temporaryFiles()).toHaveLength(1);
    expect(await temporaryFiles()).not.toContain(left);
    await atomicWrite(join(folder, 'z'), sink => sink.write(Buffer.from('new')), NEW);
    expect(await temporaryFiles()).toHaveLength(1);
    living.kill('SIGKILL');
    await once(living, 'exit');
    await atomicWrite(join(folder, 'w'), sink => sink.write(Buffer.from('new')), NEW);
    expect(await temporaryFiles()).toEqual([]);
  });

  it('keeps a file under a temporary name that has no other name', async () => {
    const aside = temporaryBeside(join(folder, 'x'), 'old').replace(
      `-${process.pid}-`,
      '-999999999-',
    );
    await writeFile(aside, 'theirs');
    await atomicWrite(join(folder, 'x'), sink => sink.write(Buffer.from('new')), NEW);
    expect(await readFile(aside, 'utf8')).toBe('theirs');
    await link(aside, join(folder, 'y'));
    await atomicWrite(join(folder, 'z'), sink => sink.write(Buffer.from('new')), NEW);
    expect(await temporaryFiles()).toEqual([]);
    expect(await readFile(join(folder, 'y'), 'utf8')).toBe('theirs');
  });
});
