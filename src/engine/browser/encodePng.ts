import { joinBytes } from '../../core/bytes/joinBytes';
import { latin1Bytes } from '../../core/bytes/latin1';
import { pngChunk } from '../images/pngChunk';
import type { PngPixels } from '../platform';
import { compressed } from './zlib';

const SIGNATURE = latin1Bytes('\x89PNG\r\n\x1a\n')!;
/** PNG's colour type by the number of channels. */
const COLOR_TYPES = { 1: 0, 3: 2, 4: 6 } as const;

/** A PNG of 8-bit samples, its rows as they are: not the smallest, but the same pixels. */
export async function encodePng({ width, height, channels, data }: PngPixels): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, COLOR_TYPES[channels]], 8);
  const pieces: Uint8Array[] = [];
  for await (const piece of compressed('deflate', rowsOf(data, width * channels)))
    pieces.push(piece);
  return joinBytes([
    SIGNATURE,
    pngChunk('IHDR', [header]),
    pngChunk('IDAT', pieces),
    pngChunk('IEND', []),
  ]);
}

/** Each row behind the byte that says how it is filtered: not at all. */
async function* rowsOf(data: Uint8Array, rowBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += rowBytes) {
    const row = new Uint8Array(rowBytes + 1);
    row.set(data.subarray(at, at + rowBytes), 1);
    yield row;
  }
}
