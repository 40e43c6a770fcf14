import type { Picture, Region } from '../../src/core/render/picture';
import type { Stage } from './stage';
import { keepInSight } from './stageKeys';

/** The next pixel after `from` (raster order, either way, around the end) that is NaN or Inf; -1 for none. */
function findNotFinite(picture: Picture, from: number, step: 1 | -1): number {
  const count = picture.width * picture.height;
  for (let walked = 1; walked <= count; walked++) {
    const at = (((from + step * walked) % count) + count) % count;
    for (let c = 0; c < picture.channelCount; c++)
      if (!Number.isFinite(picture.data[c * count + at]!)) return at;
  }
  return -1;
}

/** The elements that a picture's pixel stands for. */
export function pixelRegion(picture: Picture, pixel: number): Region {
  const { region, width, height } = picture;
  const px = pixel % width;
  const py = Math.floor(pixel / width);
  const x = Math.floor((px * region.width) / width);
  const y = Math.floor((py * region.height) / height);
  return {
    x: region.x + x,
    y: region.y + y,
    width: Math.max(1, Math.ceil(((px + 1) * region.width) / width) - x),
    height: Math.max(1, Math.ceil(((py + 1) * region.height) / height) - y),
  };
}

/** Puts the cursor on the next NaN or Inf of the plane; a reduced picture's block is looked into. */
export async function nextNotFinite(stage: Stage, step: 1 | -1): Promise<void> {
  const base = stage.layers.base?.picture;
  if (!base) return;
  const found = findNotFinite(base, cursorPixel(stage, base), step);
  if (found < 0) return;
  const block = pixelRegion(base, found);
  const [x, y] = await firstInBlock(stage, block);
  stage.moveCursor(x, y);
  keepInSight(stage, x, y);
}

function cursorPixel(stage: Stage, base: Picture): number {
  if (!stage.cursor) return -1;
  const px = Math.floor((stage.cursor[0] * base.width) / base.region.width);
  const py = Math.floor((stage.cursor[1] * base.height) / base.region.height);
  return py * base.width + px;
}

async function firstInBlock(stage: Stage, block: Region): Promise<readonly [number, number]> {
  if (block.width === 1 && block.height === 1) return [block.x, block.y];
  const signal = new AbortController().signal;
  const picture = await stage.source
    .fetch(
      { plane: stage.planes.main, region: block, maxWidth: block.width, maxHeight: block.height },
      signal,
    )
    .catch(() => null);
  const at = picture ? findNotFinite(picture, -1, 1) : -1;
  if (!picture || at < 0) return [block.x, block.y];
  return [block.x + (at % picture.width), block.y + Math.floor(at / picture.width)];
}
