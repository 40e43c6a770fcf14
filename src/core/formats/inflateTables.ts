import { TensorFileError } from '../errors';
import { t } from '../l10n';

/** A Huffman code as one lookup table over its longest code: `symbol << 4 | length`, 0 where no code is. */
export interface HuffmanTable {
  readonly bits: number;
  readonly entries: Uint16Array;
}

/** Order in which a dynamic block gives the lengths of the code-length code (RFC 1951, 3.2.7). */
export const CODE_LENGTH_ORDER = [
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
] as const;

/** Base and extra bits of length symbols 257 to 285 (RFC 1951, 3.2.5). */
export const LENGTH_BASE = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
] as const;
/** Extra bits of length symbols 257 to 285. Source: RFC 1951, 3.2.5 */
export const LENGTH_EXTRA = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
] as const;

/** Base and extra bits of distance symbols 0 to 29. */
export const DISTANCE_BASE = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12289, 16385, 24577,
] as const;
/** Extra bits of distance symbols 0 to 29. Source: RFC 1951, 3.2.5 */
export const DISTANCE_EXTRA = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
] as const;

/** @throws TensorFileError when the lengths name more codes than there is room for. */
export function huffmanTable(lengths: Uint8Array): HuffmanTable {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  let bits = 15;
  while (bits > 1 && counts[bits] === 0) bits--;
  const next = new Uint16Array(17);
  let code = 0;
  for (let length = 1; length <= 15; length++) {
    next[length] = code;
    code += counts[length]!;
    if (code > 1 << length)
      throw new TensorFileError(t('Deflated data is damaged: a code overflows'));
    code <<= 1;
  }
  const entries = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol]!;
    if (length === 0) continue;
    const first = reverseBits(next[length]!++, length);
    for (let at = first; at < entries.length; at += 1 << length) {
      entries[at] = (symbol << 4) | length;
    }
  }
  return { bits, entries };
}

function reverseBits(code: number, length: number): number {
  let reversed = 0;
  for (let i = 0; i < length; i++) reversed |= ((code >> i) & 1) << (length - 1 - i);
  return reversed;
}

const fixedLengths = Uint8Array.from({ length: 288 }, (_, symbol) =>
  symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
);

/** The codes of a fixed block (RFC 1951, 3.2.6). */
export const FIXED_TABLES = {
  literals: huffmanTable(fixedLengths),
  distances: huffmanTable(new Uint8Array(30).fill(5)),
};
