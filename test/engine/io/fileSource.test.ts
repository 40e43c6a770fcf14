import { chmod, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TensorFileError } from '../../../src/core/errors';
import { fileSource } from '../../../src/engine/node/fileSource';
import { siblingSource } from '../../../src/engine/siblingSource';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loupe-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('files on disk', () => {
  it('are read by range', async () => {
    const source = await fileSource(await fileOf('a.bin', '0123456789'));
    expect(source.size).toBe(10);
    expect(Buffer.from(await source.read(3, 4)).toString()).toBe('3456');
    await expect(source.read(8, 3)).rejects.toThrow('there are only 10');
    await source.close();
  });

  it('say so when they were cut while open', async () => {
    const path = await fileOf('b.bin', '0123456789');
    const source = await fileSource(path);
    await truncate(path, 5);
    await expect(source.read(0, 10)).rejects.toThrow('cut while open');
    expect(Buffer.from(await source.read(0, 5)).toString()).toBe('01234');
    await source.close();
  });

  it('let a cancel be heard between thousands of short reads', async () => {
    const source = await fileSource(await fileOf('f.bin', 'x'.repeat(100)));
    const cancel = new AbortController();
    setImmediate(() => cancel.abort(new Error('stopped')));
    const readForEver = async () => {
      for (;;) await source.read(0, 4, cancel.signal);
    };
    await expect(readForEver()).rejects.toThrow('stopped');
    await source.close();
  });

  it('of any length come whole', async () => {
    const text = 'abcdefgh'.repeat(20_000);
    const source = await fileSource(await fileOf('g.bin', text));
    expect(Buffer.from(await source.read(8, text.length - 16)).toString()).toBe(text.slice(16));
    await source.close();
  });

  it('stop when cancelled', async () => {
    const source = await fileSource(await fileOf('c.bin', '0123456789'));
    const cancel = new AbortController();
    cancel.abort(new Error('stopped'));
    await expect(source.read(0, 1, cancel.signal)).rejects.toThrow('stopped');
    await source.close();
  });

  it('read nothing once closed, whatever was opened since', async () => {
    const source = await fileSource(await fileOf('closed.bin', 'x'.repeat(2 ** 20)));
    const late = source.read(0, 2 ** 20);
    const closed = source.close();
    const next = await fileSource(await fileOf('next.bin', 'y'.repeat(2 ** 20)));
    expect(Buffer.from(await late).every(byte => byte === 0x78)).toBe(true);
    await closed;
    await source.close();
    const another = await fileSource(await fileOf('another.bin', 'z'.repeat(2 ** 20)));
    await expect(source.read(0, 1)).rejects.toThrow('file closed');
    await expect(source.read(0, 2 ** 20)).rejects.toThrow('file closed');
    await next.close();
    await another.close();
  });

  it('that cannot be opened are refused in words', async () => {
    await expect(fileSource(join(folder, 'none'))).rejects.toThrow('no such file');
    await expect(fileSource(folder)).rejects.toThrow('This is a folder');
    const socket = join(folder, 'socket');
    const server = createServer().listen(socket);
    await new Promise(resolve => server.once('listening', resolve));
    await expect(fileSource(socket)).rejects.toThrow('a socket or a device');
    server.close();
  });

  it('without permission are refused in words', async () => {
    const path = await fileOf('d.bin', 'x');
    await chmod(path, 0);
    await chmod(folder, 0o755);
    // Root may read anything, so root steps down for a moment.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid!(65534);
    await expect(fileSource(path).finally(() => isRoot && process.seteuid!(0))).rejects.toThrow(
      'denied',
    );
  });

  it('that are links in a circle are refused in words', async () => {
    const path = join(folder, 'circle');
    await symlink(path, path);
    await expect(fileSource(path)).rejects.toThrow('leads back to itself');
  });
});

describe('files beside a file', () => {
  it('are opened where they are and undefined where not', async () => {
    await fileOf('e.bin', 'x');
    const source = await siblingSource(folder, 'e.bin');
    expect(source?.size).toBe(1);
    await source?.close();
    expect(await siblingSource(folder, 'none.bin')).toBeUndefined();
  });

  it.each(['../e.bin', 'a/../../e.bin', '/etc/hostname', 'C:\\x', '..\\x', '', 'a\0b'])(
    'are refused when the name leaves the folder: %j',
    async name => {
      await expect(siblingSource(folder, name)).rejects.toThrow(TensorFileError);
    },
  );
});
