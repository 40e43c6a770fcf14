import { afterEach, expect, test, vi } from 'vitest';
import { type SavedState, Store } from '../../webview/store';
import { NO_SETTINGS, type TensorSettings } from '../../webview/viewSettings';
import { documentOf, tensorInfo } from './support/page';

const TENSORS = [tensorInfo('image', [1, 4, 4, 3], 'IMAGE'), tensorInfo('mask', [1, 4, 4], 'MASK')];
const [IMAGE, MASK] = TENSORS as [(typeof TENSORS)[0], (typeof TENSORS)[0]];
const HEATMAP: TensorSettings = { ...NO_SETTINGS, view: 'heatmap', common: { gamma: 2 } };

afterEach(() => vi.useRealTimers());

/** A store that shows the tensors, and what it saves. */
function storeOf(saved: unknown, remembered: unknown = null, tensors = TENSORS) {
  vi.useFakeTimers();
  const states: SavedState[] = [];
  const store = new Store(saved, state => states.push(structuredClone(state)));
  store.setDocument(documentOf(tensors, remembered));
  return {
    store,
    saved: () => {
      store.flush();
      return states.at(-1)!;
    },
  };
}

test('selection, settings and panes come back from what was saved', () => {
  const { store, saved } = storeOf(undefined);
  store.select(1);
  store.keepSettings(MASK, HEATMAP);
  store.setPanes({ listWidth: 321 });
  const again = storeOf(saved()).store;
  expect(again.tensor?.name).toBe('mask');
  expect(again.settingsOf(MASK)).toEqual(HEATMAP);
  expect(again.settingsOf(IMAGE)).toEqual(NO_SETTINGS);
  expect(again.panes.listWidth).toBe(321);
});

test('the tensor that someone asked to see is shown, with the findings in sight', () => {
  const { store } = storeOf(undefined);
  store.select(0);
  store.setPanes({ inspectorOpen: false });
  store.setDocument({ ...documentOf(TENSORS), asked: 'mask' });
  expect([store.tensor?.name, store.panes.inspectorOpen]).toEqual(['mask', true]);
  store.setDocument(documentOf(TENSORS));
  expect(store.tensor?.name).toBe('mask');
});

test('a page without a state of its own takes what the file was left with', () => {
  const last = storeOf(undefined);
  last.store.keepSettings(IMAGE, HEATMAP);
  expect(storeOf(undefined, last.saved()).store.settingsOf(IMAGE)).toEqual(HEATMAP);
  const own = storeOf(storeOf(undefined).saved(), last.saved()).store;
  expect(own.settingsOf(IMAGE)).toEqual(NO_SETTINGS);
});

test('of a state of the first version selection and panes are taken', () => {
  const first = {
    version: 1,
    selected: 'mask',
    looks: [['mask', { view: 'heatmap', exposure: 2 }]],
    panes: { inspectorOpen: false },
  };
  const { store } = storeOf(first);
  expect(store.tensor?.name).toBe('mask');
  expect(store.panes.inspectorOpen).toBe(false);
  expect(store.settingsOf(MASK)).toEqual(NO_SETTINGS);
});

test.each([
  ['text', 'nothing'],
  ['null', null],
  ['a number', 7],
  ['an empty object', {}],
  ['settings that are none', { version: 2, selected: 3, settings: [null, ['image', 4]], panes: 1 }],
])('%s as saved state does no harm', (_, saved) => {
  const { store } = storeOf(saved);
  expect(store.tensor?.name).toBe('image');
  expect(store.settingsOf(IMAGE)).toEqual(NO_SETTINGS);
  expect(store.panes.listOpen).toBe(true);
});

test('of many tensors the settings made last are kept', () => {
  const many = Array.from({ length: 201 }, (_, i) => tensorInfo(`t${i}`, [4]));
  const { store, saved } = storeOf(undefined, null, many);
  for (const tensor of many) store.keepSettings(tensor, HEATMAP);
  const names = saved().settings.map(([name]) => name);
  expect(names).toHaveLength(200);
  expect(names).not.toContain('t0');
  expect(names).toContain('t200');
});

test('a mask of another file is asked for only where one was laid over', () => {
  const laid = (over: string): TensorSettings => ({
    ...NO_SETTINGS,
    common: {
      overlay: {
        color: '#ffffff',
        opacity: null,
        inverted: false,
        threshold: null,
        style: 'fill',
        under: null,
        over,
      },
    },
  });
  const { store } = storeOf(undefined);
  store.keepSettings(IMAGE, laid('mask'));
  expect(store.wantsCompanions).toBe(false);
  store.keepSettings(IMAGE, laid('#other#mask'));
  expect(store.wantsCompanions).toBe(true);
});
