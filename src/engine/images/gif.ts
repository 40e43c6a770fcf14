import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { checkSize } from './checkSize';
import type { Decode, ImageInput } from './decoder';
import { checkExpansion, KEPT_PIXEL_BYTES } from './expansion';
import type { Frame } from './frames';
import { type GifFile, type GifImage, readGif } from './gifBlocks';
import { decodeLzw } from './gifLzw';
import { MAX_FRAMES, MAX_TOTAL_PIXELS } from './limits';
import { type Palette, paletteOf } from './pngRaster';

/** GIF: every frame as composed on the canvas; read here, as libvips drops the colour of clear pixels. */
export const decodeGif: Decode = async (input, signal) => {
  const file = readGif(input);
  const { width, height } = canvasOf(file);
  checkSize(input, width, height);
  checkTotal(input, file.images.length, width * height);
  // The canvas, its undo, and the palette's indices of one frame.
  const canvasBytes = 4 + 4 + 1;
  const frameBytes = file.images.length * KEPT_PIXEL_BYTES;
  const pixels = width * height;
  checkExpansion(input, pixels * file.images.length, pixels * (canvasBytes + frameBytes));
  const canvas = new GifCanvas(width, height, file);
  const frames: Frame[] = [];
  for (const image of file.images) {
    signal?.throwIfAborted();
    // Pillow grows the canvas for a frame that leaves it; LoadImage then skips all such frames.
    if (image.x + image.width > width || image.y + image.height > height) break;
    frames.push(canvas.show(image));
  }
  return { frames, details: new Map(file.comment === '' ? [] : [['comment', file.comment]]) };
};

function canvasOf({ width, height, images }: GifFile): { width: number; height: number } {
  const { x, y, width: across, height: down } = images[0]!;
  return { width: Math.max(width, x + across), height: Math.max(height, y + down) };
}

function checkTotal(input: ImageInput, count: number, pixels: number): void {
  if (count > MAX_FRAMES || count * pixels > MAX_TOTAL_PIXELS)
    throw new TensorFileError(
      t`"${input.name}" has ${count} frames of ${pixels} pixels; that is more than is decoded at once.`,
    );
}

/** A frame's area as it must look before the next frame. */
interface Undo {
  readonly image: GifImage;
  readonly rgba: Uint32Array;
}

/** What the frames are drawn on. Composes as Pillow does, the colours of clear pixels included. */
class GifCanvas {
  readonly #width: number;
  readonly #height: number;
  readonly #background: number;
  /** One word a pixel, red in the lowest byte, alpha in the highest. */
  #rgba: Uint32Array;
  #hasAlpha = false;
  #isFirst = true;
  #undo: Undo | null = null;

  constructor(width: number, height: number, { background }: GifFile) {
    this.#width = width;
    this.#height = height;
    this.#background = background;
    this.#rgba = new Uint32Array(width * height);
  }

  /** Draws the next frame and gives the canvas as it then looks. */
  show(image: GifImage): Frame {
    const colors = colorsOf(image);
    if (this.#isFirst) {
      this.#fill(this.#rgba, whole(this.#width, this.#height), colors[image.transparent ?? 0]!);
      // Pillow takes a mask from a palette picture only, not from one whose palette is plain gray.
      this.#hasAlpha = image.transparent !== null;
    }
    if (this.#undo) this.#copy(this.#undo.rgba, this.#rgba, this.#undo.image);
    this.#undo = this.#planUndo(image, colors);
    this.#draw(image, colors);
    const isGray = this.#isFirst && image.palette === null;
    this.#isFirst = false;
    return this.#frame(this.#hasAlpha && !isGray);
  }

  /** What the frame's area must look like before the next one. */
  #planUndo(image: GifImage, colors: Uint32Array): Undo | null {
    if (image.dispose === 'keep') return null;
    const rgba = this.#rgba.slice();
    if (image.dispose === 'previous' && !this.#isFirst) return { image, rgba };
    if (image.dispose === 'previous' && image.transparent === null) return null;
    this.#fill(rgba, image, colors[image.transparent ?? this.#background]!);
    return { image, rgba };
  }

  #draw(image: GifImage, colors: Uint32Array): void {
    const { x, y, width, height, transparent } = image;
    const indices = decodeLzw(image.data, image.minCodeBits, width * height);
    const rows = image.interlaced ? interlacedRows(height) : null;
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      // On the first frame a clear pixel keeps its palette colour; later it shows what was there.
      if (index === transparent && !this.#isFirst) continue;
      const row = Math.floor(i / width);
      const at = (y + (rows === null ? row : rows[row]!)) * this.#width + x + (i % width);
      this.#rgba[at] = colors[index]!;
    }
  }

  #fill(rgba: Uint32Array, area: Area, color: number): void {
    for (let row = area.y; row < area.y + area.height; row++) {
      const start = row * this.#width + area.x;
      rgba.fill(color, start, start + area.width);
    }
  }

  #copy(from: Uint32Array, to: Uint32Array, area: Area): void {
    for (let row = area.y; row < area.y + area.height; row++) {
      const start = row * this.#width + area.x;
      to.set(from.subarray(start, start + area.width), start);
    }
  }

  #frame(hasAlpha: boolean): Frame {
    const pixels = this.#width * this.#height;
    const rgb = new Uint8Array(pixels * 3);
    const alpha = hasAlpha ? new Uint8Array(pixels) : null;
    for (let i = 0; i < pixels; i++) {
      const color = this.#rgba[i]!;
      rgb[i * 3] = color & 255;
      rgb[i * 3 + 1] = (color >>> 8) & 255;
      rgb[i * 3 + 2] = (color >>> 16) & 255;
      if (alpha) alpha[i] = color >>> 24;
    }
    return { width: this.#width, height: this.#height, rgb, alpha };
  }
}

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function whole(width: number, height: number): Area {
  return { x: 0, y: 0, width, height };
}

/** The colour of each index as a pixel of the canvas. */
function colorsOf({ palette, transparent }: GifImage): Uint32Array {
  const { rgb }: Palette = paletteOf(palette ?? new Uint8Array(0));
  return Uint32Array.from({ length: 256 }, (_, index) => {
    const [red, green, blue] = rgb.subarray(index * 3, index * 3 + 3);
    const alpha = index === transparent ? 0 : 255;
    return (red! | (green! << 8) | (blue! << 16) | (alpha << 24)) >>> 0;
  });
}

/** The row that each stored row belongs to: GIF89a appendix E. */
function interlacedRows(height: number): number[] {
  const passes = [
    { from: 0, step: 8 },
    { from: 4, step: 8 },
    { from: 2, step: 4 },
    { from: 1, step: 2 },
  ];
  return passes.flatMap(({ from, step }) =>
    Array.from(
      { length: Math.max(0, Math.ceil((height - from) / step)) },
      (_, i) => from + i * step,
    ),
  );
}
