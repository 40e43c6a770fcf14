import { joinBytes } from '../../core/bytes/joinBytes';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ImageInput } from './decoder';
import { checkExpansion, KEPT_PIXEL_BYTES } from './expansion';
import type { Frame } from './frames';
import { MAX_FRAMES, MAX_TOTAL_PIXELS } from './limits';
import type { PngChunk, PngHeader } from './pngChunks';
import { pngFrame, pngPalette } from './pngRaster';
import { decodeScanlines, type PngLayout, pixelBytes } from './pngScanlines';

/** A frame control chunk, or the default image, which has none. */
interface FrameControl {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly dispose: 'none' | 'background' | 'previous';
  readonly blend: 'source' | 'over';
}

interface FramePart {
  readonly control: FrameControl;
  readonly data: Uint8Array;
}

const DISPOSE = ['none', 'background', 'previous'] as const;

/** Frames that an APNG announces; 1 for a still picture. */
export function announcedFrames(header: PngHeader): number {
  const control = header.chunks.find(chunk => chunk.type === 'acTL')?.data;
  const firstData = header.chunks.findIndex(chunk => chunk.type === 'IDAT');
  const isBefore = header.chunks.findIndex(chunk => chunk.type === 'acTL') < firstData;
  if (control === undefined || control.length < 8 || !isBefore) return 1;
  const firstControl = header.chunks.findIndex(chunk => chunk.type === 'fcTL');
  const hasDefaultImage = firstControl < 0 || firstControl > firstData;
  return view(control).getUint32(0) + (hasDefaultImage ? 1 : 0);
}

/**
 * Every frame of an APNG as composed on the canvas, the default image first where it is no frame. Follows
 * Pillow where it leaves the APNG specification: blending is a plain mix, and alpha is mixed too.
 */
export async function decodeApng(
  input: ImageInput,
  header: PngHeader,
  signal?: AbortSignal,
): Promise<Frame[]> {
  const parts = partsOf(input, header).slice(0, announcedFrames(header));
  if (parts.length > MAX_FRAMES || parts.length * header.width * header.height > MAX_TOTAL_PIXELS)
    throw new TensorFileError(
      t`"${input.name}" has ${parts.length} frames of ${header.width} x ${header.height}; that is more than is decoded at once.`,
    );
  const perPixel = pixelBytes(header);
  const pixels = header.width * header.height;
  // The canvas, the one before, one for a frame, and what is inflated for it.
  const neededBytes = pixels * (4 * perPixel + parts.length * KEPT_PIXEL_BYTES);
  checkExpansion(input, pixels * parts.length, neededBytes);
  let canvas = new Uint8Array(header.width * header.height * perPixel);
  const alphaOf = alphaReader(header);
  let restore: Uint8Array | null = null;
  const frames: Frame[] = [];
  for (const [i, { control, data }] of parts.entries()) {
    signal?.throwIfAborted();
    const previous = canvas.slice();
    const layout: PngLayout = { ...header, width: control.width, height: control.height };
    const area = await decodeScanlines(layout, data);
    const mix = i > 0 && control.blend === 'over' ? alphaOf : null;
    paste(header.width, perPixel, canvas, control, area, mix);
    frames.push(pngFrame(header, header, canvas.slice()));
    restore = disposed(control, i, previous, canvas);
    if (restore !== null) {
      canvas = canvas.slice();
      copyArea(header.width, perPixel, restore, canvas, control);
    }
  }
  return frames;
}

/** What the frame's area becomes before the next frame; null to leave it. */
function disposed(
  { dispose }: FrameControl,
  index: number,
  previous: Uint8Array,
  canvas: Uint8Array,
): Uint8Array | null {
  if (dispose === 'none') return null;
  return dispose === 'previous' && index > 0 ? previous : new Uint8Array(canvas.length);
}

/** Collects the data of each frame, in file order. */
function partsOf(input: ImageInput, header: PngHeader): FramePart[] {
  const parts: { control: FrameControl; pieces: Uint8Array[] }[] = [];
  const whole = { x: 0, y: 0, width: header.width, height: header.height };
  for (const chunk of header.chunks) {
    if (chunk.type === 'fcTL')
      parts.push({ control: readControl(input, header, chunk), pieces: [] });
    else if (chunk.type === 'IDAT') {
      if (parts.length === 0)
        parts.push({ control: { ...whole, dispose: 'none', blend: 'source' }, pieces: [] });
      parts[0]!.pieces.push(chunk.data);
    } else if (chunk.type === 'fdAT') parts.at(-1)?.pieces.push(chunk.data.subarray(4));
  }
  return parts
    .filter(part => part.pieces.length > 0)
    .map(part => ({ control: part.control, data: joinBytes(part.pieces) }));
}

function readControl(input: ImageInput, header: PngHeader, chunk: PngChunk): FrameControl {
  const fields = chunk.data.length >= 26 ? view(chunk.data) : null;
  const [width, height, x, y] = [4, 8, 12, 16].map(at => fields?.getUint32(at) ?? 0);
  const dispose = DISPOSE[fields?.getUint8(24) ?? 3];
  const fits = x! + width! <= header.width && y! + height! <= header.height && width! * height! > 0;
  if (!fits || dispose === undefined)
    throw new TensorFileError(
      t`"${input.name}" has an animation frame (fcTL at byte ${chunk.byteOffset}) that does not lie within the picture.`,
      { byteOffset: chunk.byteOffset },
    );
  const blend = fields!.getUint8(25) === 1 ? 'over' : 'source';
  return { x: x!, y: y!, width: width!, height: height!, dispose, blend };
}

type Alpha = (pixels: Uint8Array, at: number) => number;

/** The opacity of a stored pixel, 0 to 255; null where every pixel is opaque. */
function alphaReader(header: PngHeader): Alpha | null {
  const { colorType, bitDepth } = header;
  const key = header.chunks.find(chunk => chunk.type === 'tRNS')?.data;
  if (colorType === 'rgba' || colorType === 'grayAlpha') {
    const last = pixelBytes(header) - (bitDepth === 16 ? 2 : 1);
    return (pixels, at) => pixels[at + last]!;
  }
  if (key === undefined || colorType === 'gray') return null;
  if (colorType === 'palette') {
    const { alpha } = pngPalette(header);
    return (pixels, at) => alpha[pixels[at]!]!;
  }
  if (bitDepth === 16) return null;
  return (pixels, at) => ([0, 1, 2].every(c => pixels[at + c] === key[2 * c + 1]) ? 0 : 255);
}

function paste(
  canvasWidth: number,
  perPixel: number,
  canvas: Uint8Array,
  area: FrameControl,
  pixels: Uint8Array,
  alphaOf: Alpha | null,
): void {
  for (let y = 0; y < area.height; y++)
    for (let x = 0; x < area.width; x++) {
      const from = (y * area.width + x) * perPixel;
      const to = ((area.y + y) * canvasWidth + area.x + x) * perPixel;
      const alpha = alphaOf === null ? 255 : alphaOf(pixels, from);
      for (let i = 0; i < perPixel; i++)
        canvas[to + i] = divide255(canvas[to + i]! * (255 - alpha) + pixels[from + i]! * alpha);
    }
}

function copyArea(
  canvasWidth: number,
  perPixel: number,
  from: Uint8Array,
  to: Uint8Array,
  { x, y, width, height }: FrameControl,
): void {
  for (let row = y; row < y + height; row++) {
    const start = (row * canvasWidth + x) * perPixel;
    to.set(from.subarray(start, start + width * perPixel), start);
  }
}

function divide255(product: number): number {
  const rounded = product + 128;
  return ((rounded >> 8) + rounded) >> 8;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
