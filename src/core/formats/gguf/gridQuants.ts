import { type BlockType, type DecodeBlock, half, u16, u32 } from './block';
import GRIDS from './grids.json';

const f = Math.fround;
/** IQ1's shift of a grid point (ggml-common.h, IQ1S_DELTA). */
const DELTA = 0.125;

interface PackedGrid {
  readonly values: readonly number[];
  readonly bits: number;
  readonly width: number;
  readonly codes: string;
}

/** Points of a codebook, unpacked when one is first decoded: `width` numbers each. */
function grid({ values, bits, codes }: PackedGrid): () => Int8Array {
  let points: Int8Array | undefined;
  return () => {
    if (points) return points;
    const packed = Uint8Array.from(atob(codes), character => character.charCodeAt(0));
    const perByte = 8 / bits;
    const mask = 2 ** bits - 1;
    const made = new Int8Array(packed.length * perByte);
    for (let i = 0; i < made.length; i++)
      made[i] = values[(packed[Math.floor(i / perByte)]! >> ((i % perByte) * bits)) & mask]!;
    points = made;
    return made;
  };
}

const iq2xxs = grid(GRIDS.iq2xxs);
const iq2xs = grid(GRIDS.iq2xs);
const iq2s = grid(GRIDS.iq2s);
const iq3xxs = grid(GRIDS.iq3xxs);
const iq3s = grid(GRIDS.iq3s);
const iq1s = grid(GRIDS.iq1s);

/** Eight signs from seven bits: the eighth makes their number even. */
function evenSigns(code: number): number {
  let parity = code;
  parity ^= parity >> 4;
  parity ^= parity >> 2;
  parity ^= parity >> 1;
  return code | ((parity & 1) << 7);
}

/** One point of `width` numbers, scaled and signed by the bits of `signs`. */
function putPoint(
  points: Int8Array,
  index: number,
  width: number,
  factor: number,
  signs: number,
  out: Float32Array,
  to: number,
): void {
  for (let i = 0; i < width; i++) {
    const value = f(factor * points[index * width + i]!);
    out[to + i] = (signs >> i) & 1 ? -value : value;
  }
}

const decodeIq2xxs: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at);
  for (let part = 0; part < 8; part++) {
    const word = u32(bytes, at + 6 + part * 8);
    const factor = f(f(scale * (0.5 + (word >>> 28))) * 0.25);
    for (let i = 0; i < 4; i++) {
      const signs = evenSigns((word >>> (7 * i)) & 127);
      const index = bytes[at + 2 + part * 8 + i]!;
      putPoint(iq2xxs(), index, 8, factor, signs, out, to + part * 32 + i * 8);
    }
  }
};

/** The two scales of a byte, for the first and second 16 of 32. */
function iq2Factor(scale: number, packed: number, i: number): number {
  return f(f(scale * (0.5 + ((packed >> (i < 2 ? 0 : 4)) & 15))) * 0.25);
}

const decodeIq2xs: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at);
  for (let part = 0; part < 8; part++)
    for (let i = 0; i < 4; i++) {
      const code = u16(bytes, at + 2 + (part * 4 + i) * 2);
      const factor = iq2Factor(scale, bytes[at + 66 + part]!, i);
      putPoint(iq2xs(), code & 511, 8, factor, evenSigns(code >> 9), out, to + part * 32 + i * 8);
    }
};

const decodeIq2s: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at);
  for (let part = 0; part < 8; part++) {
    const high = bytes[at + 66 + part]!;
    for (let i = 0; i < 4; i++) {
      const place = part * 4 + i;
      const index = bytes[at + 2 + place]! | ((high << (8 - 2 * i)) & 0x300);
      const factor = iq2Factor(scale, bytes[at + 74 + part]!, i);
      putPoint(iq2s(), index, 8, factor, bytes[at + 34 + place]!, out, to + place * 8);
    }
  }
};

const decodeIq3xxs: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at);
  for (let part = 0; part < 8; part++) {
    const word = u32(bytes, at + 66 + part * 4);
    const factor = f(f(scale * (0.5 + (word >>> 28))) * 0.5);
    for (let i = 0; i < 8; i++) {
      const signs = evenSigns((word >>> (7 * (i >> 1))) & 127) >> ((i & 1) * 4);
      const index = bytes[at + 2 + part * 8 + i]!;
      putPoint(iq3xxs(), index, 4, factor, signs, out, to + part * 32 + i * 4);
    }
  }
};

const decodeIq3s: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at);
  for (let part = 0; part < 8; part++) {
    const packed = (bytes[at + 106 + (part >> 1)]! >> ((part & 1) * 4)) & 15;
    const factor = f(scale * (1 + 2 * packed));
    const high = bytes[at + 66 + part]!;
    for (let i = 0; i < 8; i++) {
      const index = bytes[at + 2 + part * 8 + i]! | (((high >> i) & 1) << 8);
      const signs = bytes[at + 74 + part * 4 + (i >> 1)]! >> ((i & 1) * 4);
      putPoint(iq3s(), index, 4, factor, signs, out, to + part * 32 + i * 4);
    }
  }
};

/** A point of IQ1, shifted before it is scaled. */
function putShifted(
  index: number,
  factor: number,
  shift: number,
  out: Float32Array,
  to: number,
): void {
  const points = iq1s();
  for (let i = 0; i < 8; i++) out[to + i] = factor * (points[index * 8 + i]! + shift);
}

const decodeIq1s: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at);
  for (let part = 0; part < 8; part++) {
    const high = u16(bytes, at + 34 + part * 2);
    const factor = f(scale * (2 * ((high >> 12) & 7) + 1));
    const shift = high & 0x8000 ? -DELTA : DELTA;
    for (let i = 0; i < 4; i++) {
      const index = bytes[at + 2 + part * 4 + i]! | (((high >> (3 * i)) & 7) << 8);
      putShifted(index, factor, shift, out, to + part * 32 + i * 8);
    }
  }
};

const decodeIq1m: DecodeBlock = (bytes, at, out, to) => {
  const scales = [0, 2, 4, 6].map(offset => u16(bytes, at + 48 + offset));
  const [a, b, c, d] = scales as [number, number, number, number];
  const packed = (a >> 12) | ((b >> 8) & 0xf0) | ((c >> 4) & 0xf00) | (d & 0xf000);
  const scale = half(Uint8Array.of(packed & 0xff, packed >> 8), 0);
  for (let part = 0; part < 8; part++)
    for (let i = 0; i < 4; i++) {
      const three = (scales[part >> 1]! >> (6 * (part & 1) + (i < 2 ? 0 : 3))) & 7;
      const high = (bytes[at + 32 + part * 2 + (i >> 1)]! >> ((i & 1) * 4)) & 15;
      const index = bytes[at + part * 4 + i]! | ((high & 7) << 8);
      const shift = high & 8 ? -DELTA : DELTA;
      putShifted(index, f(scale * (2 * three + 1)), shift, out, to + part * 32 + i * 8);
    }
};

/** The IQ types of one to three bits: indices into codebooks. */
export const GRID_QUANTS: readonly BlockType[] = [
  { id: 16, name: 'IQ2_XXS', elements: 256, bytes: 66, decode: decodeIq2xxs },
  { id: 17, name: 'IQ2_XS', elements: 256, bytes: 74, decode: decodeIq2xs },
  { id: 18, name: 'IQ3_XXS', elements: 256, bytes: 98, decode: decodeIq3xxs },
  { id: 19, name: 'IQ1_S', elements: 256, bytes: 50, decode: decodeIq1s },
  { id: 21, name: 'IQ3_S', elements: 256, bytes: 110, decode: decodeIq3s },
  { id: 22, name: 'IQ2_S', elements: 256, bytes: 82, decode: decodeIq2s },
  { id: 29, name: 'IQ1_M', elements: 256, bytes: 56, decode: decodeIq1m },
];
