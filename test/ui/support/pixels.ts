import type { Locator } from 'playwright-core';
import sharp from 'sharp';

/** A screenshot of one element: what the eye gets, whatever painted it. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** The colour at a place given in fractions of width and height, 0..255 each. */
  at(x: number, y: number): readonly [number, number, number];
  /** How many different colours there are. */
  readonly colorCount: number;
}

/** Reads the pixels of an element as they stand on the screen. */
export async function pixelsOf(element: Locator): Promise<Pixels> {
  const png = await element.screenshot();
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const offsetOf = (x: number, y: number) =>
    3 * (Math.floor(y * info.height) * info.width + Math.floor(x * info.width));
  const colors = new Set<number>();
  for (let i = 0; i < data.length; i += 3) colors.add(data.readUIntBE(i, 3));
  return {
    width: info.width,
    height: info.height,
    colorCount: colors.size,
    at: (x, y) => {
      const offset = offsetOf(x, y);
      return [data[offset] ?? 0, data[offset + 1] ?? 0, data[offset + 2] ?? 0];
    },
  };
}
