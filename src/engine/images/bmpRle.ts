import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ImageInput } from './decoder';

/** Compression 1: runs of bytes. */
export const RLE8 = 1;
/** Compression 2: runs of two alternating nibbles. */
export const RLE4 = 2;

/** Where the runs lie and what they fill. */
export interface RunLengths {
  readonly width: number;
  readonly height: number;
  readonly isTopDown: boolean;
  readonly compression: number;
  /** The first run, in bytes from the start of the file. */
  readonly pixelsAt: number;
}

/**
 * The indices of a run-length coded BMP, top row first. Odd runs of RLE4 literals are cut to whole bytes,
 * as Pillow's BmpRleDecoder does. @throws TensorFileError when the runs fill less than the picture, or jump.
 */
export function unpackRle(input: ImageInput, header: RunLengths): Uint8Array {
  const { width, height, isTopDown } = header;
  const out = new Uint8Array(width * height);
  const filled = fill(input, header, out);
  if (filled < out.length)
    throw new TensorFileError(
      t`"${input.name}" is cut short: its runs give ${filled} of ${out.length} pixels.`,
    );
  if (isTopDown) return out;
  const upright = new Uint8Array(out.length);
  for (let y = 0; y < height; y++)
    upright.set(out.subarray(y * width, (y + 1) * width), (height - 1 - y) * width);
  return upright;
}

const END_OF_LINE = 0;
const END_OF_BITMAP = 1;
const JUMP = 2;

/** Writes the runs in the order of the file; returns how many pixels they gave. */
function fill({ bytes, name }: ImageInput, header: RunLengths, out: Uint8Array): number {
  const { width } = header;
  const isNibbles = header.compression === RLE4;
  let at = header.pixelsAt;
  let to = 0;
  let x = 0;
  while (to < out.length && at + 1 < bytes.length) {
    const count = bytes[at++]!;
    const value = bytes[at++]!;
    if (count > 0) {
      const kept = Math.max(0, Math.min(count, width - x));
      for (let i = 0; i < kept; i++) out[to++] = isNibbles ? nibble(value, i) : value;
      x += kept;
    } else if (value === END_OF_LINE) {
      to = Math.ceil(to / width) * width;
      x = 0;
    } else if (value === END_OF_BITMAP) {
      break;
    } else if (value === JUMP) {
      throw new TensorFileError(
        t`"${name}" is a BMP that leaves out pixels, which LoadImage (Pillow) misreads; save it as PNG.`,
        { byteOffset: at },
      );
    } else {
      const literal = bytes.subarray(at, at + (isNibbles ? value >> 1 : value));
      at += literal.length;
      for (const byte of literal)
        for (let i = 0; i < (isNibbles ? 2 : 1); i++)
          out[to++] = isNibbles ? nibble(byte, i) : byte;
      x += value;
      if (at % 2 === 1) at++;
    }
  }
  return Math.min(to, out.length);
}

function nibble(byte: number, index: number): number {
  return index % 2 === 0 ? byte >> 4 : byte & 15;
}
