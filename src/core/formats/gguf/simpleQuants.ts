import { type BlockType, type DecodeBlock, half, i8, u16, u32 } from './block';

const f = Math.fround;

/** Low halves of 16 bytes are elements 0 to 15, high halves 16 to 31. */
function nibbles(codesAt: number, value: (code: number, bytes: Uint8Array, at: number) => number) {
  const decode: DecodeBlock = (bytes, at, out, to) => {
    for (let i = 0; i < 16; i++) {
      const byte = bytes[at + codesAt + i]!;
      out[to + i] = value(byte & 15, bytes, at);
      out[to + 16 + i] = value(byte >> 4, bytes, at);
    }
  };
  return decode;
}

const q4_0 = nibbles(2, (code, bytes, at) => (code - 8) * half(bytes, at));
const q4_1 = nibbles(4, (code, bytes, at) => f(code * half(bytes, at)) + half(bytes, at + 2));

/** Five bits: four as in Q4, the fifth in a word of 32. */
function fiveBits(
  highAt: number,
  value: (code: number, bytes: Uint8Array, at: number) => number,
): DecodeBlock {
  return (bytes, at, out, to) => {
    const high = u32(bytes, at + highAt);
    for (let i = 0; i < 16; i++) {
      const byte = bytes[at + highAt + 4 + i]!;
      out[to + i] = value((byte & 15) | (((high >>> i) & 1) << 4), bytes, at);
      out[to + 16 + i] = value((byte >> 4) | (((high >>> (i + 16)) & 1) << 4), bytes, at);
    }
  };
}

const q5_0 = fiveBits(2, (code, bytes, at) => (code - 16) * half(bytes, at));
const q5_1 = fiveBits(4, (code, bytes, at) => f(code * half(bytes, at)) + half(bytes, at + 2));

const q8_0: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at);
  for (let i = 0; i < 32; i++) out[to + i] = i8(bytes[at + 2 + i]!) * scale;
};

const q1_0: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at);
  for (let i = 0; i < 128; i++)
    out[to + i] = (bytes[at + 2 + (i >> 3)]! >> (i & 7)) & 1 ? scale : -scale;
};

const q2_0: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at);
  for (let i = 0; i < 64; i++)
    out[to + i] = (((bytes[at + 2 + (i >> 2)]! >> ((i & 3) * 2)) & 3) - 1) * scale;
};

/** IQ4's levels. Source: ggml-common.h, kvalues_iq4nl. */
const IQ4_LEVELS = [-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113];

const iq4_nl = nibbles(2, (code, bytes, at) => half(bytes, at) * IQ4_LEVELS[code]!);

const iq4_xs: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at);
  const high = u16(bytes, at + 2);
  for (let part = 0; part < 8; part++) {
    const low = (bytes[at + 4 + (part >> 1)]! >> (4 * (part & 1))) & 15;
    const factor = f(scale * ((low | (((high >> (2 * part)) & 3) << 4)) - 32));
    for (let i = 0; i < 16; i++) {
      const byte = bytes[at + 8 + part * 16 + i]!;
      out[to + part * 32 + i] = factor * IQ4_LEVELS[byte & 15]!;
      out[to + part * 32 + 16 + i] = factor * IQ4_LEVELS[byte >> 4]!;
    }
  }
};

/** FP4 (e2m1), doubled. Source: ggml-common.h, kvalues_mxfp4. */
const FP4_LEVELS = [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12];

/** The scale is 2^(code - 127), halved as the levels are doubled. */
const mxfp4 = nibbles(1, (code, bytes, at) => FP4_LEVELS[code]! * 2 ** (bytes[at]! - 128));

const nvfp4: DecodeBlock = (bytes, at, out, to) => {
  for (let part = 0; part < 4; part++) {
    const scale = unsignedE4M3(bytes[at + part]!) / 2;
    for (let i = 0; i < 8; i++) {
      const byte = bytes[at + 4 + part * 8 + i]!;
      out[to + part * 16 + i] = FP4_LEVELS[byte & 15]! * scale;
      out[to + part * 16 + 8 + i] = FP4_LEVELS[byte >> 4]! * scale;
    }
  }
};

/** FP8 (e4m3) whose sign counts for nothing, and whose NaN is 0. */
function unsignedE4M3(code: number): number {
  if (code === 0x7f) return 0;
  const exponent = (code >> 3) & 15;
  const mantissa = code & 7;
  return exponent === 0 ? mantissa * 2 ** -9 : (1 + mantissa / 8) * 2 ** (exponent - 7);
}

const POWERS_OF_THREE = [1, 3, 9, 27, 81];

const tq1_0: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at + 52);
  let next = to;
  const digits = (start: number, count: number, powers: number) => {
    for (let power = 0; power < powers; power++)
      for (let i = 0; i < count; i++) {
        const digit = (((bytes[at + start + i]! * POWERS_OF_THREE[power]!) & 0xff) * 3) >> 8;
        out[next++] = (digit - 1) * scale;
      }
  };
  digits(0, 32, 5);
  digits(32, 16, 5);
  digits(48, 4, 4);
};

const tq2_0: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at + 64);
  let next = to;
  for (const start of [0, 32])
    for (let shift = 0; shift < 8; shift += 2)
      for (let i = 0; i < 32; i++)
        out[next++] = (((bytes[at + start + i]! >> shift) & 3) - 1) * scale;
};

/** Types of one scale, or one and a minimum, for each block. */
export const SIMPLE_QUANTS: readonly BlockType[] = [
  { id: 2, name: 'Q4_0', elements: 32, bytes: 18, decode: q4_0 },
  { id: 3, name: 'Q4_1', elements: 32, bytes: 20, decode: q4_1 },
  { id: 6, name: 'Q5_0', elements: 32, bytes: 22, decode: q5_0 },
  { id: 7, name: 'Q5_1', elements: 32, bytes: 24, decode: q5_1 },
  { id: 8, name: 'Q8_0', elements: 32, bytes: 34, decode: q8_0 },
  { id: 9, name: 'Q8_1', elements: 32, bytes: 36 },
  { id: 20, name: 'IQ4_NL', elements: 32, bytes: 18, decode: iq4_nl },
  { id: 23, name: 'IQ4_XS', elements: 256, bytes: 136, decode: iq4_xs },
  { id: 34, name: 'TQ1_0', elements: 256, bytes: 54, decode: tq1_0 },
  { id: 35, name: 'TQ2_0', elements: 256, bytes: 66, decode: tq2_0 },
  { id: 39, name: 'MXFP4', elements: 32, bytes: 17, decode: mxfp4 },
  { id: 40, name: 'NVFP4', elements: 64, bytes: 36, decode: nvfp4 },
  { id: 41, name: 'Q1_0', elements: 128, bytes: 18, decode: q1_0 },
  { id: 42, name: 'Q2_0', elements: 64, bytes: 18, decode: q2_0 },
];
