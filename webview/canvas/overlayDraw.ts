import type { Region } from '../../src/core/render/picture';
import { formatNumber } from '../format';
import type { Zoom } from '../viewSettings';
import { drawRings, type Ring } from './notFiniteRings';
import type { Layer } from './pictureLoader';
import { type Extent, pointOf } from './viewport';

/** From this many CSS pixels an element, its value is written on it. */
const VALUE_SCALE = 44;
const MAX_VALUES = 6000;

/** What lies over a picture, and where the picture is. */
interface OverlayOptions {
  readonly zoom: Zoom;
  readonly view: Extent;
  readonly plane: Extent;
  readonly pixelRatio: number;
  /** The finest picture in sight; its values are written when it is exact. */
  readonly layer: Layer | null;
  /** The layer as it is painted: a value is written dark on bright and bright on dark. */
  readonly painted: HTMLCanvasElement;
  readonly channels: readonly number[];
  /** Where NaN and Inf are too small to be seen. */
  readonly rings: readonly Ring[];
  readonly cursor: readonly [number, number] | null;
  readonly region: Region | null;
  /** The size of a mask that is not the picture's. */
  readonly mismatched: Extent | null;
}

/** Draws what lies over the picture: borders, values, the cursor, the selected region. */
export function drawOverlay(canvas: HTMLCanvasElement, options: OverlayOptions): void {
  const { view, pixelRatio } = options;
  const width = Math.round(view.width * pixelRatio);
  const height = Math.round(view.height * pixelRatio);
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context) return;
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  context.clearRect(0, 0, view.width, view.height);
  const style = getComputedStyle(canvas);
  const color = (name: string, fallback: string) => style.getPropertyValue(name).trim() || fallback;
  strokeRegion(context, options, { x: 0, y: 0, ...options.plane }, color('--loupe-edge', '#8888'));
  if (options.zoom.scale >= VALUE_SCALE) drawValues(context, options, style.fontFamily);
  const tones = [color('--loupe-error', '#f14c4c'), color('--vscode-editor-background', '#000')];
  drawRings(context, options.rings, tones as [string, string]);
  const focus = color('--vscode-focusBorder', '#0078d4');
  if (options.mismatched) {
    const { width: maskWidth, height: maskHeight } = options.mismatched;
    const frame = { x: 0, y: 0, width: maskWidth, height: maskHeight };
    strokeRegion(context, options, frame, '#000');
    strokeRegion(context, options, frame, color('--loupe-warning', '#cca700'), [4, 4]);
  }
  if (options.region) {
    strokeRegion(context, options, options.region, '#000');
    strokeRegion(context, options, options.region, focus, [4, 4]);
  }
  if (options.cursor) drawCursor(context, options, options.cursor);
}

function strokeRegion(
  context: CanvasRenderingContext2D,
  options: OverlayOptions,
  region: Region,
  color: string,
  dash: readonly number[] = [],
): void {
  const [left, top] = pointOf(options.zoom, region.x, region.y, options.view);
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.setLineDash([...dash]);
  context.strokeRect(
    Math.round(left) - 0.5,
    Math.round(top) - 0.5,
    Math.round(region.width * options.zoom.scale) + 1,
    Math.round(region.height * options.zoom.scale) + 1,
  );
  context.setLineDash([]);
}

/** A frame of two tones around one element, seen on any colour. */
function drawCursor(
  context: CanvasRenderingContext2D,
  options: OverlayOptions,
  cursor: readonly [number, number],
): void {
  const { zoom, view } = options;
  const [left, top] = pointOf(zoom, cursor[0], cursor[1], view);
  const side = Math.max(zoom.scale, 6);
  const shift = (zoom.scale - side) / 2;
  for (const [color, grow] of [
    ['#000', 1.5],
    ['#fff', 0.5],
  ] as const) {
    context.strokeStyle = color;
    context.lineWidth = 1;
    context.strokeRect(
      Math.round(left + shift) - grow,
      Math.round(top + shift) - grow,
      Math.round(side) + 2 * grow,
      Math.round(side) + 2 * grow,
    );
  }
}

/** Writes each element's values, channel under channel, where the picture has them exactly. */
function drawValues(
  context: CanvasRenderingContext2D,
  options: OverlayOptions,
  fontFamily: string,
): void {
  const { layer, zoom, view, channels } = options;
  if (!layer || !isFullSize(layer)) return;
  const { picture } = layer;
  const { region, width, height } = picture;
  const size = width * height;
  const lineHeight = Math.min(14, zoom.scale / (channels.length + 1));
  context.font = `${Math.round(lineHeight * 0.85)}px ${fontFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const [left, top] = pointOf(zoom, region.x, region.y, view);
  const firstX = Math.max(0, Math.floor(-left / zoom.scale));
  const firstY = Math.max(0, Math.floor(-top / zoom.scale));
  const lastX = Math.min(width, Math.ceil((view.width - left) / zoom.scale));
  const lastY = Math.min(height, Math.ceil((view.height - top) / zoom.scale));
  if ((lastX - firstX) * (lastY - firstY) > MAX_VALUES) return;
  const most = zoom.scale - 4;
  const isBright = brightness(options.painted, firstX, firstY, lastX, lastY);
  for (let y = firstY; y < lastY; y++) {
    for (let x = firstX; x < lastX; x++) {
      context.fillStyle = isBright(x, y) ? '#000' : '#fff';
      const middleX = left + (x + 0.5) * zoom.scale;
      const middleY = top + (y + 0.5) * zoom.scale - ((channels.length - 1) * lineHeight) / 2;
      channels.forEach((channel, line) => {
        const value = picture.data[channel * size + y * width + x] ?? Number.NaN;
        context.fillText(formatNumber(value, 4), middleX, middleY + line * lineHeight, most);
      });
    }
  }
}

/** Gives which painted pixels of a box are bright, by luminance (ITU-R BT.709) over the checkerboard's gray. */
function brightness(
  painted: HTMLCanvasElement,
  left: number,
  top: number,
  right: number,
  bottom: number,
): (x: number, y: number) => boolean {
  const width = right - left;
  const context = painted.getContext('2d');
  if (!context || width <= 0 || bottom <= top) return () => false;
  const { data } = context.getImageData(left, top, width, bottom - top);
  return (x, y) => {
    const [r = 0, g = 0, b = 0, a = 0] = data.subarray(((y - top) * width + x - left) * 4);
    return ((0.2126 * r + 0.7152 * g + 0.0722 * b) * a) / 255 + ((255 - a) * 160) / 255 > 140;
  };
}

/** Whether each picture pixel is one element. */
export function isFullSize(layer: Layer): boolean {
  const { picture } = layer;
  return picture.width === picture.region.width && picture.height === picture.region.height;
}
