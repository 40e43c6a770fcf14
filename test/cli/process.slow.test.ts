import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { chmod, mkdir, open, readdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { TEMPORARY_PREFIX } from '../../src/engine/node/leftovers';
import { casePath } from '../support/cases';
import { buildCli } from '../support/cliProgram';
import { tempFolder } from '../support/tempFolder';

let program = '';
beforeAll(async () => {
  program = await buildCli();
});

/** Another user than root, who may read anything. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

async function ended(child: ChildProcess): Promise<{ exit: number; out: string; err: string }> {
  const read = (stream: ChildProcess['stdout']) =>
    stream && !stream.destroyed ? text(stream) : '';
  const [[exit], out, err] = await Promise.all([
    once(child, 'exit'),
    read(child.stdout),
    read(child.stderr),
  ]);
  return { exit: exit as number, out, err };
}

/** A float32 tensor of so many bytes that take no room on the disk. */
async function sparseFile(path: string, byteLength: number): Promise<void> {
  const entry = { dtype: 'F32', shape: [byteLength / 4], data_offsets: [0, byteLength] };
  const header = Buffer.from(JSON.stringify({ t: entry }));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(header.length));
  await writeFile(path, Buffer.concat([start, header]));
  await truncate(path, 8 + header.length + byteLength);
}

/** Resolves when a temporary file has come into a folder. */
async function writingStarts(folder: string): Promise<void> {
  const watcher = watch(folder);
  await new Promise<void>(resolve =>
    watcher.on('change', (_, name) => {
      if (String(name).startsWith(TEMPORARY_PREFIX)) resolve();
    }),
  );
  watcher.close();
}

describe.skipIf(process.platform === 'win32')('a process of the command line', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing after %s', async signal => {
    const folder = await tempFolder();
    await sparseFile(join(folder, 'in.safetensors'), 2 ** 30);
    const starts = writingStarts(folder);
    const args = [
      'convert',
      'clamp01',
      join(folder, 'in.safetensors'),
      '-o',
      join(folder, 'out.npy'),
    ];
    const child = spawn(process.execPath, [program, ...args]);
    const end = ended(child);
    // One that refuses its work would never write.
    await Promise.race([starts, end]);
    child.kill(signal);
    expect(await end).toEqual({ exit: 2, out: '', err: 'error: interrupted\n' });
    expect(await readdir(folder)).toEqual(['in.safetensors']);
  });

  test('ends when the file is cut while it is scanned', async () => {
    const path = join(await tempFolder(), 'in.safetensors');
    await sparseFile(path, 2 ** 31);
    const child = spawn(process.execPath, [program, 'stats', path]);
    const end = ended(child);
    // Its first bytes are read: from here on the scan finds fewer.
    await truncate(path, 2 ** 20);
    const { exit, err } = await end;
    expect(exit).toBe(2);
    expect(err).toMatch(/^error: .*\n$/);
  });

  test('says which folder it may not read', async () => {
    const folder = await tempFolder();
    const closed = join(folder, 'closed');
    await mkdir(closed, { mode: 0 });
    await chmod(folder, 0o755);
    await chmod(join(program, '..', '..'), 0o755);
    const lint = (path: string) => ended(spawn(process.execPath, [program, 'lint', path], NOBODY));
    const named = await lint(closed);
    expect(named.exit).toBe(2);
    expect(named.err).toBe(`error: ${closed}: Permission to read this folder is denied\n`);
    const found = await lint(folder);
    expect(found.exit).toBe(1);
    expect(found.out).toContain(`${closed}: error file/unreadable: `);
  });

  test('has the exit code of its work when nobody reads it', async () => {
    const bad = casePath('safetensors', 'i-7-bytes.safetensors');
    const good = casePath('comfy', 'node_dump_ok.safetensors');
    const exitOf = async (closed: 'stdout' | 'stderr', ...args: string[]) => {
      const child = spawn(process.execPath, [program, ...args]);
      child[closed].destroy();
      return (await ended(child)).exit;
    };
    const args = ['--kind', 'x=IMAGE', good, bad];
    expect(await exitOf('stdout', 'lint', '--fail-on', 'hint', join(bad, '..'))).toBe(1);
    expect(await exitOf('stdout', 'inspect', good)).toBe(0);
    expect(await exitOf('stderr', 'inspect', good, bad)).toBe(2);
    expect(await exitOf('stderr', 'inspect', good)).toBe(0);
    expect(await exitOf('stderr', 'lint', ...args)).toBe(2);
  });
});

test.skipIf(process.platform !== 'linux')('says that its output found no room', async () => {
  const full = await open('/dev/full', 'w');
  const args = [program, 'inspect', casePath('comfy', 'node_dump_ok.safetensors')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', full.fd, 'pipe'] });
  const { exit, err } = await ended(child);
  await full.close();
  expect(exit).toBe(2);
  expect(err).toMatch(/^error: standard output cannot be written: .*no space.*\n$/);
});
