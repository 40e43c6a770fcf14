import { viewOrCopy } from './typedViews';

/** The bytes with every group of `width` reversed; a fresh array. */
export function swapped(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  if (width === 2) return swapped16(bytes);
  if (width === 4 || width === 8) return swapped32(bytes, width === 8 ? 1 : 0);
  const result = new Uint8Array(bytes.length);
  for (let at = 0; at < bytes.length; at += width) {
    for (let i = 0; i < width; i++) result[at + i] = bytes[at + width - 1 - i]!;
  }
  return result;
}

function swapped16(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const words = viewOrCopy(Uint16Array, bytes, bytes.length >> 1);
  const result = new Uint16Array(words.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    result[i] = (word << 8) | (word >> 8);
  }
  return new Uint8Array(result.buffer);
}

/** Reverses each 32-bit word and puts it at its index xor `flip`, which swaps the halves of 64 bits. */
function swapped32(bytes: Uint8Array, flip: 0 | 1): Uint8Array<ArrayBuffer> {
  const words = viewOrCopy(Uint32Array, bytes, bytes.length >> 2);
  const result = new Uint32Array(words.length);
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    result[i ^ flip] =
      (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
  }
  return new Uint8Array(result.buffer);
}
