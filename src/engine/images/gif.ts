import { TensorFileError } from '../../core/errors';
import type { Decode, ImageInput } from './decoder';
import type { Frame } from './frames';
import { type GifFile, type GifImage, readGif } from './gifBlocks';
import { decodeLzw } from './gifLzw';
import { MAX_FRAMES, MAX_TOTAL_PIXELS } from './limits';
import { type Palette, paletteOf } from './pngRaster';
import { checkSize } from './sharpPixels';

/** GIF: every frame as composed on the canvas; read here, as libvips drops the colour of clear pixels. */
export const decodeGif: Decode = async (input, signal) => {
  const file = readGif(input);
  const { width, height } = canvasOf(file);
  checkSize(input, width, height);
  checkTotal(input, file.images.length, width * height);
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
      `"${input.name}" has ${count} frames of ${pixels} pixels; that is more than is decoded at once.`,
    );
}

/** A frame's area as it must look before the next frame. */
interface Undo {
  readonly image: GifImage;
  readonly rgba: Uint8Array;
}

/** RGBA, 4 bytes a pixel. */
type Color = readonly [red: number, green: number, blue: number, alpha: number];

/** What the frames are drawn on. Composes as Pillow does, the colours of clear pixels included. */
class GifCanvas {
  readonly #width: number;
  readonly #height: number;
  readonly #background: number;
  #rgba: Uint8Array;
  #hasAlpha = false;
  #isFirst = true;
  #undo: Undo | null = null;

  constructor(width: number, height: number, { background }: GifFile) {
    this.#width = width;
    this.#height = height;
    this.#background = background;
    this.#rgba = new Uint8Array(width * height * 4);
  }

  /** Draws the next frame and gives the canvas as it then looks. */
  show(image: GifImage): Frame {
    const colors = colorsOf(image);
    if (this.#isFirst) {
      this.#fill(this.#rgba, whole(this.#width, this.#height), colors(image.transparent ?? 0));
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
  #planUndo(image: GifImage, colors: (index: number) => Color): Undo | null {
    if (image.dispose === 'keep') return null;
    const rgba = this.#rgba.slice();
    if (image.dispose === 'previous' && !this.#isFirst) return { image, rgba };
    if (image.dispose === 'previous' && image.transparent === null) return null;
    this.#fill(rgba, image, colors(image.transparent ?? this.#background));
    return { image, rgba };
  }

  #draw(image: GifImage, colors: (index: number) => Color): void {
    const { x, y, width, height, transparent } = image;
    const indices = decodeLzw(image.data, image.minCodeBits, width * height);
    const rows = image.interlaced ? interlacedRows(height) : null;
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      // On the first frame a clear pixel keeps its palette colour; later it shows what was there.
      if (index === transparent && !this.#isFirst) continue;
      const row = Math.floor(i / width);
      const at = (y + (rows === null ? row : rows[row]!)) * this.#width + x + (i % width);
      this.#rgba.set(colors(index), at * 4);
    }
  }

  #fill(rgba: Uint8Array, area: Area, color: Color): void {
    for (let row = area.y; row < area.y + area.height; row++)
      for (let column = area.x; column < area.x + area.width; column++)
        rgba.set(color, (row * this.#width + column) * 4);
  }

  #copy(from: Uint8Array, to: Uint8Array, area: Area): void {
    for (let row = area.y; row < area.y + area.height; row++) {
      const start = (row * this.#width + area.x) * 4;
      to.set(from.subarray(start, start + area.width * 4), start);
    }
  }

  #frame(hasAlpha: boolean): Frame {
    const pixels = this.#width * this.#height;
    const rgb = new Uint8Array(pixels * 3);
    const alpha = hasAlpha ? new Uint8Array(pixels) : null;
    for (let i = 0; i < pixels; i++) {
      for (let c = 0; c < 3; c++) rgb[i * 3 + c] = this.#rgba[i * 4 + c]!;
      if (alpha) alpha[i] = this.#rgba[i * 4 + 3]!;
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

function colorsOf({ palette, transparent }: GifImage): (index: number) => Color {
  const { rgb }: Palette = paletteOf(palette ?? new Uint8Array(0));
  return index => [
    rgb[index * 3]!,
    rgb[index * 3 + 1]!,
    rgb[index * 3 + 2]!,
    index === transparent ? 0 : 255,
  ];
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
