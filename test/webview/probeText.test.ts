import { expect, test } from 'vitest';
import type { Plane } from '../../webview/canvas/pictures';
import type { ProbePart } from '../../webview/context';
import { probeText } from '../../webview/frame/probeText';

const plane = (channels: readonly number[]): Plane => ({
  tensor: 0,
  axes: { rows: 1, columns: 2, channels: 3 },
  index: [0, 0, 0, 0],
  channels,
  width: 8,
  height: 8,
  channelCount: channels.length,
  reduce: 'mean',
});
const part = (channels: readonly number[], near: readonly number[] = []): ProbePart => ({
  name: '',
  plane: plane(channels),
  near,
  exact: true,
  isColor: true,
});
const at = (...parts: ProbePart[]) => ({ x: 3, y: 4, parts, from: 'pointer' as const });
// Doubles of numpy.float32(0.318705), 0.5, nan and 1.
const RGBA = { dtype: 'F32', values: ['0.3187049925327301', '0.5', 'NaN', '1'] };

test('values are the shortest that read back in their own type, named by colour', () => {
  expect(probeText(at(part([0, 1, 2, 3])), [RGBA]).text).toBe(
    'x 3, y 4: R 0.318705  G 0.5  B NaN  A 1',
  );
});

test('the one channel on screen comes first', () => {
  expect(probeText(at(part([3])), [RGBA]).text).toBe('x 3, y 4: A 1  R 0.318705  G 0.5  B NaN');
});

test('the hint has every channel, with its bits', () => {
  const many = { dtype: 'BF16', values: Array.from({ length: 40 }, (_, i) => String(i)) };
  const latent = { ...part([0]), isColor: false };
  const { text, hint } = probeText(at({ ...latent, plane: plane([]) }), [many]);
  expect(text).toMatch(/ … \(40\)$/);
  // numpy.float32(39).view("u4") >> 16.
  expect(hint).toContain('39 · 0x421c');
  expect(hint).not.toContain('…');
});

test('what the picture knows stands until exact values come', () => {
  expect(probeText(at(part([0, 1, 2], [0.25, 0.5, 1])), [null]).text).toBe(
    'x 3, y 4: R 0.25  G 0.5  B 1',
  );
});

test('an overlay is told after the tensor, by name', () => {
  const mask = { name: 'mask', plane: null, near: [0.5], exact: false };
  expect(probeText(at(part([0, 1, 2]), mask), [RGBA, null]).text).toMatch(/ · mask ≈ 0\.5$/);
});
