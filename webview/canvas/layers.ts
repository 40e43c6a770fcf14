import type { MaskOverlay } from '../../src/core/render/maskOverlay';
import type { PaintOptions } from '../../src/core/render/paint';
import { MAX_PICTURE_VALUES } from '../../src/core/render/picture';
import { painter } from './choosePainter';
import type { Layer, Planes } from './pictureLoader';
import { type Plane, type PlaneSource, wholePlane } from './pictures';

/** How a mask is laid on. */
export type MaskStyleOptions = Omit<MaskOverlay, 'picture'>;

/** Paints a picture with its mask. */
export function paintLayer(
  canvas: HTMLCanvasElement,
  { picture, mask }: Layer,
  options: PaintOptions,
  style: MaskStyleOptions | null,
): void {
  const over = mask && style ? { ...options, mask: { ...style, picture: mask } } : options;
  painter().paint(canvas, picture, over);
}

/** The whole plane at full size, or reduced to what one reply may hold. */
export async function fetchWhole(source: PlaneSource, planes: Planes): Promise<Layer> {
  const { width, height, channelCount } = planes.main;
  const values = width * height * channelCount;
  const whole = wholePlane(planes.main, Math.sqrt(MAX_PICTURE_VALUES / Math.max(1, values)));
  const { signal } = new AbortController();
  const fetchPlane = (plane: Plane) => source.fetch({ ...whole, plane }, signal);
  const [picture, mask] = await Promise.all([
    fetchPlane(planes.main),
    planes.mask ? fetchPlane(planes.mask) : null,
  ]);
  return { picture, mask };
}
