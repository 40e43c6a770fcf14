import type { Picture, Region } from '../../src/core/render/picture';
import type { Zoom } from '../viewSettings';
import { pixelRegion } from './notFinite';
import { type Extent, pointOf } from './viewport';

/** Places ringed at most: more are seen without. */
const MAX_RINGS = 200;
/** Pixels looked at for them. */
const MAX_PIXELS = 4096;
/** CSS pixels; places nearer to each other than this share one ring. */
const CELL = 20;
const RADIUS = 9;
/** Of a cell; what fills more of it is seen as it is. */
const SEEN_SHARE = 0.2;

/** A ring to be drawn, in CSS pixels of the view. */
export interface Ring {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

const found = new WeakMap<Picture, readonly number[]>();

/**
 * Rings around the NaN and Inf of a picture that are too small on screen to be seen; none where there are so
 * many that nobody overlooks them. Pixels inside `hidden` are another picture's.
 */
export function notFiniteRings(
  picture: Picture,
  zoom: Zoom,
  view: Extent,
  hidden: Region | null,
): readonly Ring[] {
  const side = (zoom.scale * picture.region.width) / picture.width;
  const pixels = side >= RADIUS ? [] : pixelsOf(picture);
  if (pixels.length > MAX_PIXELS) return [];
  const cells = new Map<string, Ring & { count: number }>();
  for (const pixel of pixels) {
    const block = pixelRegion(picture, pixel);
    const [middleX, middleY] = [block.x + block.width / 2, block.y + block.height / 2];
    if (hidden && isInside(hidden, middleX, middleY)) continue;
    const [x, y] = pointOf(zoom, middleX, middleY, view);
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    const key = `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`;
    const cell = cells.get(key);
    if (cell) cell.count++;
    else cells.set(key, { x, y, radius: RADIUS, count: 1 });
  }
  const rings = [...cells.values()].filter(
    ({ count }) => count * side * side < SEEN_SHARE * CELL * CELL,
  );
  return rings.length > MAX_RINGS ? [] : rings;
}

/** Rings of two tones, seen on any colour. */
export function drawRings(
  context: CanvasRenderingContext2D,
  rings: readonly Ring[],
  tones: readonly [string, string],
): void {
  const [inner, outer] = tones;
  for (const { x, y, radius } of rings)
    for (const [color, width] of [
      [outer, 4],
      [inner, 2],
    ] as const) {
      context.strokeStyle = color;
      context.lineWidth = width;
      context.beginPath();
      context.arc(x, y, radius, 0, 2 * Math.PI);
      context.stroke();
    }
}

/** Pixels that hold a NaN or Inf in any channel, one more than are looked at where there are more. */
function pixelsOf(picture: Picture): readonly number[] {
  if (picture.nanCount + picture.infCount === 0) return [];
  const known = found.get(picture);
  if (known) return known;
  const count = picture.width * picture.height;
  const pixels: number[] = [];
  for (let at = 0; at < count && pixels.length <= MAX_PIXELS; at++)
    for (let c = 0; c < picture.channelCount; c++)
      if (!Number.isFinite(picture.data[c * count + at]!)) {
        pixels.push(at);
        break;
      }
  found.set(picture, pixels);
  return pixels;
}

function isInside({ x, y, width, height }: Region, atX: number, atY: number): boolean {
  return atX >= x && atY >= y && atX < x + width && atY < y + height;
}
