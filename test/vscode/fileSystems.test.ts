import assert from 'node:assert/strict';
import { copyFile, readFile, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import {
  closeAll,
  eventually,
  fileUri,
  freshFolder,
  open,
  root,
  rulesOf,
} from './support/workspace';

const CHANNEL_FIRST = 'comfy/image_channel_first.safetensors';
const inRoot = (path: string) => join(root(), path);

/** Waits until a file has just these findings. */
async function finds(uri: vscode.Uri, rules: readonly string[]): Promise<void> {
  await eventually(
    () => rulesOf(uri),
    found => JSON.stringify(found) === JSON.stringify(rules),
    `${rules.join(', ') || 'no findings'} on ${uri.path}`,
  );
}

describe('an open file', () => {
  afterEach(closeAll);

  it('is followed as it is cut short, mended, deleted and written again', async () => {
    const path = `${await freshFolder('followed')}/image.safetensors`;
    const uri = fileUri(path);
    await copyFile(inRoot(CHANNEL_FIRST), inRoot(path));
    await open(uri);
    await finds(uri, ['image/channel-first']);
    await truncate(inRoot(path), 5);
    await finds(uri, ['file/unreadable']);
    await copyFile(inRoot('comfy/node_dump_ok.safetensors'), inRoot(path));
    await finds(uri, []);
    await rm(inRoot(path));
    await copyFile(inRoot(CHANNEL_FIRST), inRoot(path));
    await finds(uri, ['image/channel-first']);
  });
});

/** Files in memory, as a remote or virtual workspace has them: no paths on disk, no ranged reads. */
class MemoryFiles implements vscode.FileSystemProvider {
  readonly files = new Map<string, Uint8Array>();
  readonly wholeReads: string[] = [];
  readonly #changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changes.event;

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const bytes = this.files.get(uri.path);
    if (uri.path === '/') return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    if (!bytes) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: 0, size: bytes.length };
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const bytes = this.files.get(uri.path);
    if (!bytes) throw vscode.FileSystemError.FileNotFound(uri);
    this.wholeReads.push(uri.path);
    return bytes;
  }

  readDirectory(): [string, vscode.FileType][] {
    return [...this.files.keys()].map(path => [path.slice(1), vscode.FileType.File]);
  }

  createDirectory(): never {
    throw vscode.FileSystemError.NoPermissions();
  }
  writeFile(): never {
    throw vscode.FileSystemError.NoPermissions();
  }
  delete(): never {
    throw vscode.FileSystemError.NoPermissions();
  }
  rename(): never {
    throw vscode.FileSystemError.NoPermissions();
  }
}

describe('a file system without paths', () => {
  const memory = new MemoryFiles();
  const scheme = 'loupe-memory';
  const uriOf = (name: string) => vscode.Uri.from({ scheme, path: `/${name}` });
  const limit = () => vscode.workspace.getConfiguration('tensorLoupe');
  let provider: vscode.Disposable;

  before(async () => {
    provider = vscode.workspace.registerFileSystemProvider(scheme, memory, { isReadonly: true });
    const bytes = await readFile(inRoot(CHANNEL_FIRST));
    memory.files.set('/small.safetensors', bytes);
    memory.files.set('/opened.safetensors', bytes);
    memory.files.set('/closed.safetensors', bytes);
    memory.files.set('/large.safetensors', new Uint8Array(2 * 2 ** 20));
  });
  after(() => provider.dispose());
  afterEach(async () => {
    await closeAll();
    await limit().update('virtualFiles.maxSize', undefined, true);
  });

  it('has its files opened and checked like any other', async () => {
    const uri = uriOf('small.safetensors');
    await open(uri);
    await finds(uri, ['image/channel-first']);
  });

  it('has a file read once for a conversion and all its previews, open or not', async () => {
    const reads = (uri: vscode.Uri) => memory.wholeReads.filter(path => path === uri.path).length;
    const opened = uriOf('opened.safetensors');
    await open(opened);
    await finds(opened, ['image/channel-first']);
    await offeredAPlace('convert.toChannelLast', opened);
    assert.equal(reads(opened), 1);
    const closed = uriOf('closed.safetensors');
    await offeredAPlace('convert.toChannelLast', closed);
    assert.equal(reads(closed), 1);
  });

  it('has no file above the limit read before the user agrees', async () => {
    await limit().update('virtualFiles.maxSize', 1, true);
    const uri = uriOf('large.safetensors');
    await open(uri);
    await open(uriOf('small.safetensors'));
    await finds(uriOf('small.safetensors'), ['image/channel-first']);
    assert.deepEqual(rulesOf(uri), []);
    assert.ok(!memory.wholeReads.includes(uri.path));
  });
});

/** Runs a conversion until it asks where to write, and says no. */
async function offeredAPlace(command: string, uri: vscode.Uri): Promise<void> {
  let isOver = false;
  const running = Promise.resolve(
    vscode.commands.executeCommand(`tensorLoupe.${command}`, uri),
  ).finally(() => {
    isOver = true;
  });
  await eventually(
    async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      return isOver;
    },
    over => over,
    'the end of the conversion',
  );
  await running;
}
