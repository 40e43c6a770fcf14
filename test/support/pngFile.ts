import { deflateSync } from 'node:zlib';
import { crc32 } from '../../src/core/bytes/crc32';

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** One chunk with its checksum (PNG specification, section 5.3). */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}

/** IHDR of a picture that is not interlaced. */
export function pngHead(width: number, height: number, depth: number, colorType: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data[8] = depth;
  data[9] = colorType;
  return pngChunk('IHDR', data);
}

/** A PNG of these chunks; IEND comes by itself. */
export function pngFile(...chunks: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat([SIGNATURE, ...chunks, pngChunk('IEND', new Uint8Array(0))]));
}

/** IDAT of all zeros, `rowBytes` a row; `damage` spoils the checksum at its end. */
export function blackRows(rowBytes: number, rows: number, damage = false): Buffer {
  const data = deflateSync(Buffer.alloc((rowBytes + 1) * rows), { level: 9 });
  if (damage) data.writeUInt32BE(0x01020304, data.length - 4);
  return pngChunk('IDAT', data);
}
