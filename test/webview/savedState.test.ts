import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TensorInfo } from '../../src/protocol/engineMethods';
import type { DocumentState } from '../../src/protocol/webviewMethods';
import { type SavedState, Store } from '../../webview/store';
import type { TensorSettings } from '../../webview/viewSettings';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const tensorOf = (name: string) =>
  ({ name, shape: [2, 2], dtype: 'F32', classification: { kind: null } }) as unknown as TensorInfo;
const documentOf = (...names: string[]) =>
  ({
    file: { tensors: names.map(tensorOf), findings: [] },
    asked: null,
  }) as unknown as DocumentState;
const gray: TensorSettings = { view: 'heatmap', common: {}, byView: {} } as TensorSettings;

function storeOf(saved?: unknown) {
  const states: SavedState[] = [];
  const store = new Store(saved, state => void states.push(state));
  return { store, states, last: () => states.at(-1) };
}

test('keeps the settings of the 200 tensors set last, those set longest ago go first', () => {
  const { store, last } = storeOf();
  for (let i = 0; i < 200; i++) store.keepSettings(tensorOf(`t${i}`), gray);
  store.keepSettings(tensorOf('t0'), gray);
  store.keepSettings(tensorOf('new'), gray);
  store.flush();
  const names = last()?.settings.map(([name]) => name);
  expect(names).toHaveLength(200);
  expect(names?.slice(0, 2)).toEqual(['t2', 't3']);
  expect(names?.slice(-2)).toEqual(['t0', 'new']);
});

test('saves once, 200 ms after the first of a burst of changes', () => {
  const { store, states } = storeOf();
  store.setPanes({ listOpen: false });
  vi.advanceTimersByTime(150);
  store.setPanes({ listWidth: 90 });
  expect(states).toEqual([]);
  vi.advanceTimersByTime(50);
  expect(states.map(({ panes }) => panes)).toMatchObject([{ listOpen: false, listWidth: 90 }]);
  store.flush();
  vi.advanceTimersByTime(1000);
  expect(states).toHaveLength(2);
});

test('the tensor chosen stays chosen by its name, through files without it', () => {
  const { store } = storeOf();
  store.setDocument(documentOf('a', 'b', 'c'));
  store.select(1);
  store.select(7);
  expect(store.tensor?.name).toBe('b');
  store.setDocument(documentOf('x'));
  expect(store.tensor?.name).toBe('x');
  store.setDocument(documentOf('c', 'b'));
  expect([store.selected, store.generation]).toEqual([1, 3]);
});

test('what was saved comes back, of another version only what both have', () => {
  const { store: first, last } = storeOf();
  first.setDocument(documentOf('a', 'b'));
  first.select(1);
  first.keepSettings(tensorOf('b'), gray);
  first.setPanes({ sort: 'size' });
  first.flush();
  const { store } = storeOf(structuredClone(last()));
  store.setDocument(documentOf('a', 'b'));
  expect(store.tensor?.name).toBe('b');
  expect(store.settingsOf(tensorOf('b'))).toEqual(gray);
  expect(store.panes).toMatchObject({ sort: 'size', listOpen: true });
  const { store: older } = storeOf({ ...last(), version: 1 });
  older.setDocument(documentOf('a', 'b'));
  expect([older.tensor?.name, older.settingsOf(tensorOf('b')).view]).toEqual(['b', null]);
  const { store: odd } = storeOf({ version: 2, settings: [['x'], 3, ['y', {}]], selected: 5 });
  odd.flush();
  expect(odd.tensors).toEqual([]);
});

test('what the host remembers counts only where the page kept nothing, and once', () => {
  const remembered = { version: 2, selected: 'b', settings: [], panes: {} };
  const opened = (selected: string) =>
    ({ ...documentOf('a', 'b', 'c'), remembered: { ...remembered, selected } }) as DocumentState;
  const { store } = storeOf();
  store.setDocument(opened('b'));
  expect(store.tensor?.name).toBe('b');
  store.setDocument(opened('c'));
  expect(store.tensor?.name).toBe('b');
  const { store: kept } = storeOf({ ...remembered, selected: 'c' });
  kept.setDocument(opened('b'));
  expect(kept.tensor?.name).toBe('c');
});
