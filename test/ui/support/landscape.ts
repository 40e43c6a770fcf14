import { importScript } from '../../support/scripts';

type Color = readonly [number, number, number];

const { HOURS, landscape } = await importScript<{
  HOURS: readonly unknown[];
  landscape(hour: unknown, x: number, y: number): Color;
}>('samples/landscape.mjs');

/** The hours of day that the samples were drawn at. */
export const DAWN = HOURS[0];
export const NOON = HOURS[1];
export const DUSK = HOURS[2];

/** Places in the smooth parts of the picture: sky left and right, sun, lake. */
export const PLACES: readonly (readonly [number, number])[] = [
  [0.05, 0.1],
  [0.9, 0.2],
  [0.3, 0.42],
  [0.55, 0.16],
  [0.5, 0.95],
];

/** The colour that the drawing has at a place, 0..255, rounded as ComfyUI saves it. */
export function drawn(hour: unknown, [x, y]: readonly [number, number]): Color {
  const [r, g, b] = landscape(hour, x, y);
  return [Math.trunc(255 * r), Math.trunc(255 * g), Math.trunc(255 * b)];
}

/** The largest distance of two colours in any channel. */
export function colorDistance(a: Color, b: Color): number {
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? 0))));
}
