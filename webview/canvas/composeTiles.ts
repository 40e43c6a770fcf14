import { unionRange } from '../../src/core/render/normalise';
import type { Picture, Region } from '../../src/core/render/picture';

/** What of a region another does not cover: at most four rectangles, none over another. */
export function uncovered(wanted: Region, covered: Region): Region[] {
  const top = Math.max(wanted.y, covered.y);
  const bottom = Math.min(wanted.y + wanted.height, covered.y + covered.height);
  const left = Math.max(wanted.x, covered.x);
  const right = Math.min(wanted.x + wanted.width, covered.x + covered.width);
  if (top >= bottom || left >= right) return [wanted];
  const [endX, endY] = [wanted.x + wanted.width, wanted.y + wanted.height];
  return [
    { x: wanted.x, y: wanted.y, width: wanted.width, height: top - wanted.y },
    { x: wanted.x, y: bottom, width: wanted.width, height: endY - bottom },
    { x: wanted.x, y: top, width: left - wanted.x, height: bottom - top },
    { x: right, y: top, width: endX - right, height: bottom - top },
  ].filter(({ width, height }) => width > 0 && height > 0);
}

/** Whether every pixel of a region at a level stands for as many elements, so that parts fit together. */
export function isWholePixels(region: Region, level: number): boolean {
  return [region.x, region.y, region.width, region.height].every(n => Number.isInteger(n * level));
}

/**
 * A picture of `region` put together from pictures that cover it, all at `level` pixels an element. Its
 * ranges are around those of the parts, its counts are of pixels. Null where some part is not what was
 * asked for: fewer pixels, samples, another region.
 */
export function composeTiles(
  region: Region,
  level: number,
  parts: readonly Picture[],
): Picture | null {
  const fits = (part: Picture) =>
    !part.sampled &&
    part.channelCount === parts[0]!.channelCount &&
    part.width === part.region.width * level &&
    part.height === part.region.height * level;
  if (parts.length === 0 || !parts.every(fits)) return null;
  const { channelCount } = parts[0]!;
  const [width, height] = [region.width * level, region.height * level];
  const data = new Float32Array(channelCount * width * height);
  for (const part of parts) lay(part, region, level, data);
  return {
    width,
    height,
    channelCount,
    data,
    region,
    exact: parts.every(({ exact }) => exact),
    ranges: Array.from({ length: channelCount }, (_, c) =>
      unionRange(parts.map(p => p.ranges[c] ?? null)),
    ),
    ...countsOf(data),
  };
}

/** Copies what of a part lies in the region. */
function lay(part: Picture, region: Region, level: number, data: Float32Array): void {
  const [width, height] = [region.width * level, region.height * level];
  const dx = (part.region.x - region.x) * level;
  const dy = (part.region.y - region.y) * level;
  const [left, right] = [Math.max(0, dx), Math.min(width, dx + part.width)];
  const [top, bottom] = [Math.max(0, dy), Math.min(height, dy + part.height)];
  if (left >= right) return;
  for (let c = 0; c < part.channelCount; c++)
    for (let y = top; y < bottom; y++) {
      const from = (c * part.height + y - dy) * part.width - dx;
      data.set(part.data.subarray(from + left, from + right), (c * height + y) * width + left);
    }
}

function countsOf(data: Float32Array): { nanCount: number; infCount: number } {
  let [nanCount, infCount] = [0, 0];
  for (const value of data) {
    if (Number.isNaN(value)) nanCount++;
    else if (!Number.isFinite(value)) infCount++;
  }
  return { nanCount, infCount };
}
