import { expect, test } from 'vitest';
import type { Probe } from '../../webview/context';
import { ViewSession } from '../../webview/session';
import { NO_SETTINGS } from '../../webview/viewSettings';
import type { ImageSettings } from '../../webview/views/image/settings';
import { pageOf, tensorInfo } from './support/page';

const page = pageOf([
  tensorInfo('image', [2, 48, 64, 3], 'IMAGE'),
  tensorInfo('mask', [2, 48, 64], 'MASK'),
]);
const begin = (tensor: number, settings = NO_SETTINGS) => new ViewSession(page, tensor, settings);

test('a tensor opens in the view of its kind, and in the view chosen for it', () => {
  expect(begin(0).view.id).toBe('image');
  expect(begin(1).view.id).toBe('mask');
  expect(begin(0, { ...NO_SETTINGS, view: 'table' }).view.id).toBe('table');
});

test('a view that does not suit, or that is no more, is left for the one that suits best', () => {
  expect(begin(0, { ...NO_SETTINGS, view: 'latent' }).view.id).toBe('image');
  expect(begin(0, { ...NO_SETTINGS, view: 'hologram' }).view.id).toBe('image');
});

test('what views share stays when the view changes; what one has alone does not reach another', () => {
  const session = begin(0);
  session.context().setCommon({ index: [1, 0, 0, 0], gamma: 2 });
  session.context().setOwn({ channel: 2 });
  session.setView('heatmap');
  const heatmap = session.context();
  expect(heatmap.common).toMatchObject({ index: [1, 0, 0, 0], gamma: 2 });
  expect(heatmap.own).not.toHaveProperty('channel');
  session.setView('image');
  expect((session.context().own as ImageSettings).channel).toBe(2);
});

test('settings come back with the session that takes them', () => {
  const first = begin(0);
  first.setView('heatmap');
  first.context().setCommon({ zoom: { centerX: 3, centerY: 4, scale: 8 } });
  const again = begin(0, first.settings.value);
  expect(again.view.id).toBe('heatmap');
  expect(again.context().common.zoom).toEqual({ centerX: 3, centerY: 4, scale: 8 });
});

test('two sessions of one tensor share no probe, region, zoom, view or planes', () => {
  const [left, right] = [begin(0), begin(0)];
  const changes: string[] = [];
  right.onChange(() => changes.push('right'));
  right.probe.subscribe(() => changes.push('probe'));
  const probe: Probe = { x: 1, y: 2, parts: [], from: 'cursor' };
  left.probe.set(probe);
  left.region.set({ x: 0, y: 0, width: 2, height: 2 });
  left.scale.set(4);
  left.fidelity.set('exact');
  left.setView('table');
  left.context().setCommon({ zoom: { centerX: 0, centerY: 0, scale: 2 } });
  expect(changes).toEqual([]);
  expect(right.probe.value).toBeNull();
  expect(right.region.value).toBeNull();
  expect(right.scale.value).toBeNull();
  expect(right.fidelity.value).toBeNull();
  expect(right.view.id).toBe('image');
  expect(right.context().common.zoom).toBeNull();
});

test('equal planes are one object, in each session its own', () => {
  const plane = (tensor: number) => ({
    tensor,
    axes: { rows: 0, columns: 1, channels: null },
    index: [0, 0],
    channels: [],
    width: 2,
    height: 2,
    channelCount: 1,
    reduce: 'mean' as const,
  });
  const planes = (tensor: number) => ({ main: plane(tensor), mask: null });
  const [left, right] = [begin(0), begin(1)];
  const kept = left.steady(planes(0));
  expect(right.steady(planes(1))).not.toBe(kept);
  expect(left.steady(planes(0))).toBe(kept);
  expect(left.steady(planes(1))).not.toBe(kept);
});

test('two views that stay open keep each what it opened with', () => {
  const [left, right] = [begin(0), begin(1)];
  const request = (side: number) => ({
    axes: { rows: 0, columns: 1, channels: null },
    index: [0, 0],
    channels: [],
    region: { x: 0, y: 0, width: side, height: side },
    maxWidth: side,
    maxHeight: side,
    reduce: 'mean' as const,
  });
  const opened = (session: ViewSession) => session.opensWith.value.map(({ tensor }) => tensor);
  const [inLeft, inRight] = [left.opens(), right.opens()];
  inLeft({ tensor: 0, request: request(64) });
  inRight({ tensor: 1, request: request(64) });
  inLeft({ tensor: 2, request: request(64) });
  inRight({ tensor: 3, request: request(1024) });
  expect([opened(left), opened(right)]).toEqual([[0, 2], [1]]);
  const next = left.opens();
  inLeft({ tensor: 5, request: request(64) });
  expect(opened(left), 'an opening that is over says no more').toEqual([0, 2]);
  next({ tensor: 4, request: request(64) });
  expect(opened(left)).toEqual([4]);
  // Too large to be sent unasked, but the last opening is over.
  left.opens()({ tensor: 6, request: request(1024) });
  expect([opened(left), opened(right)]).toEqual([[], [1]]);
});
