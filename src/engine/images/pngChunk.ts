import { crc32 } from '../../core/bytes/crc32';
import { joinBytes } from '../../core/bytes/joinBytes';
import { latin1Bytes } from '../../core/bytes/latin1';

/** A PNG chunk with its length and checksum. */
export function pngChunk(type: string, data: readonly Uint8Array[]): Uint8Array {
  const checked = joinBytes([latin1Bytes(type)!, ...data]);
  return joinBytes([uint32(checked.length - type.length), checked, uint32(crc32(checked))]);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
