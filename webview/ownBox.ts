import type { Region } from '../src/core/render/picture';
import type { OwnPlane } from './context';
import type { ViewSession } from './session';

/** The elements of a tensor under a region, and their plane. */
export interface OwnBox {
  readonly box: Region;
  readonly plane: OwnPlane['plane'];
}

/** The elements of the session's own tensor under its region; null where there are none. */
export function ownBox({ region, shown, tensorIndex }: ViewSession): OwnBox | null {
  const own = shown.value?.own;
  if (!region.value || !own || own.plane.tensor !== tensorIndex) return null;
  const box = boxIn(region.value, own);
  return box && { box, plane: own.plane };
}

/** The elements of the tensor under a region of the picture; null where there are none. */
function boxIn(region: Region, { plane, factor }: OwnPlane): Region | null {
  const x = Math.floor(region.x / factor);
  const y = Math.floor(region.y / factor);
  const width = Math.min(plane.width, Math.ceil((region.x + region.width) / factor)) - x;
  const height = Math.min(plane.height, Math.ceil((region.y + region.height) / factor)) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : null;
}
