import { expect, test } from 'vitest';
import type { DocumentState } from '../../src/protocol/webviewMethods';
import { FolderWalk } from '../../webview/folderWalk';
import { Store } from '../../webview/store';
import { documentOf } from './support/page';

const FILES = ['a.npy', 'b.npy', 'c.npy', 'd.npy'];

/** A walk whose files are opened when the test says so. */
function start() {
  const store = new Store(undefined, () => undefined);
  const waiting: (() => void)[] = [];
  const asked: string[] = [];
  const stateOf = (fileName: string): DocumentState => ({ ...documentOf([]), fileName });
  const host = {
    call: async (method: string, params: { file: string }) => {
      if (method === 'folder') return FILES.map(name => ({ name, worst: null }));
      asked.push(params.file);
      await new Promise<void>(resolve => waiting.push(resolve));
      return stateOf(params.file);
    },
  };
  const walk = new FolderWalk(host as never, store, async state => store.setDocument(state));
  store.setDocument(stateOf('a.npy'));
  return { store, walk, waiting, asked };
}

test('who steps faster than files open sees the last one, and those between are passed over', async () => {
  const { store, walk, waiting, asked } = start();
  await walk.refresh();
  const steps = [walk.step(1), walk.step(1), walk.step(1)];
  await Promise.resolve();
  expect(walk.at).toBe(3);
  waiting.shift()!();
  await expect.poll(() => waiting.length).toBe(1);
  waiting.shift()!();
  await Promise.all(steps);
  expect(asked).toEqual(['b.npy', 'd.npy']);
  expect(store.fileName).toBe('d.npy');
});

test('at either end of the folder a step leads nowhere', async () => {
  const { walk, asked } = start();
  await walk.step(-1);
  expect(asked).toEqual([]);
  expect(walk.neighbour(-1)).toBeNull();
  expect(walk.neighbour(1)?.name).toBe('b.npy');
});

test('a file that cannot be opened leaves the walk where it was', async () => {
  const { store, walk } = start();
  await walk.refresh();
  const host = { call: () => Promise.reject(new Error('gone')) };
  const broken = new FolderWalk(host as never, store, async () => undefined);
  broken.files.set(walk.files.value);
  await expect(broken.step(1)).rejects.toThrow('gone');
  expect(broken.at).toBe(0);
});
