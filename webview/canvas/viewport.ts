import type { Region } from '../../src/core/render/picture';
import type { Zoom } from '../viewSettings';

/** Elements of a plane or CSS pixels of a view. */
export interface Extent {
  readonly width: number;
  readonly height: number;
}

/** CSS pixels left free around a fitted picture. */
const MARGIN = 16;
const MAX_FIT_SCALE = 64;
/** CSS pixels an element at most. */
const MAX_SCALE = 128;

/** The zoom that shows the whole plane. */
export function fitZoom(plane: Extent, view: Extent): Zoom {
  const room = (side: number) => Math.max(1, side - 2 * MARGIN);
  const scale = Math.min(
    room(view.width) / Math.max(1, plane.width),
    room(view.height) / Math.max(1, plane.height),
    MAX_FIT_SCALE,
  );
  return { centerX: plane.width / 2, centerY: plane.height / 2, scale };
}

/** Zooms by `factor`, keeping the element under (`x`, `y`), in CSS pixels of the view, where it is. */
export function zoomAt(zoom: Zoom, factor: number, x: number, y: number, view: Extent): Zoom {
  const scale = Math.min(MAX_SCALE, Math.max(1e-4, zoom.scale * factor));
  const dx = x - view.width / 2;
  const dy = y - view.height / 2;
  return {
    scale,
    centerX: zoom.centerX + dx / zoom.scale - dx / scale,
    centerY: zoom.centerY + dy / zoom.scale - dy / scale,
  };
}

/** Moves the picture by CSS pixels, keeping its middle on the plane. */
export function panBy(zoom: Zoom, dx: number, dy: number, plane: Extent): Zoom {
  const clamp = (value: number, most: number) => Math.min(most, Math.max(0, value));
  return {
    scale: zoom.scale,
    centerX: clamp(zoom.centerX - dx / zoom.scale, plane.width),
    centerY: clamp(zoom.centerY - dy / zoom.scale, plane.height),
  };
}

/** Element coordinates of a point of the view; fractions say where inside the element. */
export function elementAt(zoom: Zoom, x: number, y: number, view: Extent): [number, number] {
  return [
    zoom.centerX + (x - view.width / 2) / zoom.scale,
    zoom.centerY + (y - view.height / 2) / zoom.scale,
  ];
}

/** Where an element's corner lies in the view, in CSS pixels. */
export function pointOf(zoom: Zoom, x: number, y: number, view: Extent): [number, number] {
  return [
    (x - zoom.centerX) * zoom.scale + view.width / 2,
    (y - zoom.centerY) * zoom.scale + view.height / 2,
  ];
}

/** The elements in sight, grown by `margin` of the view on each side, cut to the plane. */
export function visibleRegion(zoom: Zoom, plane: Extent, view: Extent, margin = 0): Region {
  const [left, top] = elementAt(zoom, -view.width * margin, -view.height * margin, view);
  const [right, bottom] = elementAt(
    zoom,
    view.width * (1 + margin),
    view.height * (1 + margin),
    view,
  );
  const x = Math.max(0, Math.floor(left));
  const y = Math.max(0, Math.floor(top));
  return {
    x,
    y,
    width: Math.max(0, Math.min(plane.width, Math.ceil(right)) - x),
    height: Math.max(0, Math.min(plane.height, Math.ceil(bottom)) - y),
  };
}

/**
 * A region grown to whole cells of a grid, cut to the plane: views that are nearly the same ask for the same,
 * so that whoever pans back is answered from memory. A cell is a power of two, about a sixth of the region.
 */
export function snapRegion(region: Region, plane: Extent): Region {
  const along = (start: number, length: number, size: number) => {
    const cell = 2 ** Math.max(0, Math.floor(Math.log2(length / 4)));
    const from = Math.floor(start / cell) * cell;
    const to = Math.min(size, Math.ceil((start + length) / cell) * cell);
    return [from, to - from] as const;
  };
  if (region.width === 0 || region.height === 0) return region;
  const [x, width] = along(region.x, region.width, plane.width);
  const [y, height] = along(region.y, region.height, plane.height);
  return { x, y, width, height };
}

/** Whether all of `inner` lies in `outer`; regions in elements of one plane. */
export function contains(outer: Region, inner: Region): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}

/** The elements from one corner to the other, both within. */
export function regionBetween(a: readonly [number, number], b: readonly [number, number]): Region {
  const [x, y] = [Math.min(a[0], b[0]), Math.min(a[1], b[1])];
  return { x, y, width: Math.abs(a[0] - b[0]) + 1, height: Math.abs(a[1] - b[1]) + 1 };
}
