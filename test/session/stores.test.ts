import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Debouncer } from '../../src/session/async';
import { FindingStore } from '../../src/session/findingStore';
import { KnownFolders } from '../../src/session/knownFolders';
import { ViewStateStore } from '../../src/session/viewStateStore';
import { MemoryWorkspace, uriOf } from './support/memoryWorkspace';

const A = uriOf('/project/a.npy');
const FINDING = { rule: 'mask/rank', severity: 'error', tensor: null, message: 'x' } as const;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => vi.useRealTimers());

describe('the debouncer', () => {
  test('runs the last of a burst, each key by itself', () => {
    const debouncer = new Debouncer(100);
    const ran: string[] = [];
    debouncer.trigger('a', () => ran.push('first'));
    vi.advanceTimersByTime(99);
    debouncer.trigger('a', () => ran.push('second'));
    debouncer.trigger('b', () => ran.push('other'));
    vi.advanceTimersByTime(99);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(ran).toEqual(['second', 'other']);
  });

  test('runs nothing that was cancelled, or after its end', () => {
    const debouncer = new Debouncer(100);
    const run = vi.fn();
    debouncer.trigger('a', run);
    debouncer.trigger('b', run);
    debouncer.cancel('a');
    debouncer.dispose();
    vi.runAllTimers();
    expect(run).not.toHaveBeenCalled();
  });
});

describe('the view states', () => {
  test('come back in the next session', () => {
    const { state } = new MemoryWorkspace();
    const store = new ViewStateStore(state);
    store.rememberPage(A, { selected: 2 }, ['opening']);
    store.rememberCompanion(A, uriOf('/project/mask.npy'));
    store.dispose();
    const next = new ViewStateStore(state);
    expect(next.page(A)).toEqual({ selected: 2 });
    expect(next.opening(A)).toEqual(['opening']);
    expect(next.companions(A)).toEqual(['memory:///project/mask.npy']);
    expect(next.page(uriOf('/project/b.npy'))).toBeNull();
  });

  test('are of the hundred files seen last', () => {
    const store = new ViewStateStore(new MemoryWorkspace().state);
    store.rememberPage(A, 'first', []);
    for (let i = 0; i < 99; i++) store.rememberPage(uriOf(`/project/${i}.npy`), i, []);
    store.rememberPage(A, 'again', []);
    store.rememberPage(uriOf('/project/last.npy'), 'last', []);
    expect(store.page(A)).toBe('again');
    expect(store.page(uriOf('/project/0.npy'))).toBeNull();
  });

  test('are not kept beyond their bound', () => {
    const store = new ViewStateStore(new MemoryWorkspace().state);
    store.rememberPage(A, 'small', []);
    store.rememberPage(A, 'x'.repeat(256 * 1024), []);
    expect(store.page(A)).toBe('small');
  });

  test('name the last sixteen files laid over one, each once, the last one last', () => {
    const store = new ViewStateStore(new MemoryWorkspace().state);
    const over = (i: number) => uriOf(`/project/mask-${i}.npy`);
    for (let i = 0; i < 18; i++) store.rememberCompanion(A, over(i));
    store.rememberCompanion(A, over(5));
    const kept = store.companions(A);
    expect(kept).toHaveLength(16);
    expect(kept[0]).toBe(over(2).toString());
    expect(kept.at(-1)).toBe(over(5).toString());
    expect(new Set(kept).size).toBe(16);
  });

  test('are written once for a burst', () => {
    const { state } = new MemoryWorkspace();
    const update = vi.spyOn(state, 'update');
    const store = new ViewStateStore(state);
    for (let i = 0; i < 5; i++) store.rememberPage(A, i, []);
    vi.runAllTimers();
    expect(update).toHaveBeenCalledTimes(1);
  });
});

describe('the findings', () => {
  test('of a folder that is gone go, and those of an open file stay', () => {
    const store = new FindingStore(new MemoryWorkspace());
    const [inside, open] = [uriOf('/project/gone/a.npy'), uriOf('/project/gone/open.npy')];
    store.setBackground(inside, [FINDING]);
    store.setBackground(A, [FINDING]);
    store.setOpen(open, [FINDING]);
    store.clear(uriOf('/project/gone'));
    expect([inside, A, open].map(uri => store.of(uri).length)).toEqual([0, 1, 1]);
  });

  test('of an open file are its own, and a background check is heard again once it is closed', () => {
    const store = new FindingStore(new MemoryWorkspace());
    store.setOpen(A, [FINDING], true);
    store.setBackground(A, []);
    expect(store.of(A)).toEqual([FINDING]);
    expect(store.hasValues(A)).toBe(true);
    store.closed(A);
    store.setBackground(A, []);
    expect(store.of(A)).toEqual([]);
    expect(store.hasValues(A)).toBe(false);
  });

  test('of a pair take the place of those of the same rules', () => {
    const store = new FindingStore(new MemoryWorkspace());
    store.setBackground(A, [FINDING, { ...FINDING, rule: 'mask/size-mismatch' }]);
    store.replaceRules(A, ['mask/size-mismatch'], []);
    expect(store.of(A)).toEqual([FINDING]);
  });
});

test('the folders that hold tensors are those above a file, up to the workspace’s own', () => {
  const folders = new KnownFolders(new MemoryWorkspace().files);
  const heard = vi.fn();
  folders.onDidChange(heard);
  folders.add([uriOf('/project/a/b/x.npy'), uriOf('/project/a/y.npy'), uriOf('/elsewhere/z.npy')]);
  folders.add([uriOf('/project/a/b/new.npy')]);
  expect([...folders.paths].sort()).toEqual(['/project', '/project/a', '/project/a/b']);
  expect(heard).toHaveBeenCalledTimes(1);
});
