import { type BlockType, type DecodeBlock, half, i8 } from './block';

const f = Math.fround;

const q2_K: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at + 80);
  const minimum = half(bytes, at + 82);
  for (let part = 0; part < 16; part++) {
    const packed = bytes[at + part]!;
    const factor = f(scale * (packed & 15));
    const offset = f(minimum * (packed >> 4));
    const codes = at + 16 + (part >> 3) * 32 + (part & 1) * 16;
    const shift = ((part >> 1) & 3) * 2;
    for (let i = 0; i < 16; i++)
      out[to + part * 16 + i] = f(factor * ((bytes[codes + i]! >> shift) & 3)) - offset;
  }
};

/** The 16 scales of six bits: four in one nibble of 8 bytes, two in 4 bytes behind. */
function q3Scale(bytes: Uint8Array, at: number, part: number): number {
  const low = (bytes[at + (part & 7)]! >> (part < 8 ? 0 : 4)) & 15;
  const high = (bytes[at + 8 + (part & 3)]! >> ((part >> 2) * 2)) & 3;
  return (low | (high << 4)) - 32;
}

const q3_K: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at + 108);
  for (let part = 0; part < 16; part++) {
    const factor = f(scale * q3Scale(bytes, at + 96, part));
    const within = (part & 1) * 16;
    const codes = at + 32 + (part >> 3) * 32 + within;
    const shift = ((part >> 1) & 3) * 2;
    const mask = 1 << (part >> 1);
    for (let i = 0; i < 16; i++) {
      const low = (bytes[codes + i]! >> shift) & 3;
      out[to + part * 16 + i] = factor * (low - (bytes[at + within + i]! & mask ? 0 : 4));
    }
  }
};

/** The 8 scales and 8 minima of six bits in 12 bytes. */
function scaleAndMinimum(bytes: Uint8Array, at: number, part: number): [number, number] {
  if (part < 4) return [bytes[at + part]! & 63, bytes[at + part + 4]! & 63];
  const low = bytes[at + part + 4]!;
  return [
    (low & 15) | ((bytes[at + part - 4]! >> 6) << 4),
    (low >> 4) | ((bytes[at + part]! >> 6) << 4),
  ];
}

/** Q4_K and Q5_K: 8 parts of 32, two to each 32 bytes; `highAt` is where fifth bits lie, one byte for each place. */
function withMinima(codesAt: number, highAt: number | null): DecodeBlock {
  return (bytes, at, out, to) => {
    const scale = half(bytes, at);
    const minimum = half(bytes, at + 2);
    for (let part = 0; part < 8; part++) {
      const [multiplier, offset] = scaleAndMinimum(bytes, at + 4, part);
      const factor = f(scale * multiplier);
      const least = f(minimum * offset);
      const codes = at + codesAt + (part >> 1) * 32;
      const shift = (part & 1) * 4;
      for (let i = 0; i < 32; i++) {
        const fifth = highAt === null ? 0 : ((bytes[at + highAt + i]! >> part) & 1) << 4;
        const code = ((bytes[codes + i]! >> shift) & 15) + fifth;
        out[to + part * 32 + i] = f(factor * code) - least;
      }
    }
  };
}

const q6_K: DecodeBlock = (bytes, at, out, to) => {
  const scale = half(bytes, at + 208);
  for (let part = 0; part < 16; part++) {
    const factor = f(scale * i8(bytes[at + 192 + part]!));
    const upper = part >> 3;
    const quarter = (part >> 1) & 3;
    const within = (part & 1) * 16;
    const codes = at + upper * 64 + (quarter & 1) * 32 + within;
    const high = at + 128 + upper * 32 + within;
    const shift = quarter < 2 ? 0 : 4;
    for (let i = 0; i < 16; i++) {
      const low = (bytes[codes + i]! >> shift) & 15;
      const code = low | (((bytes[high + i]! >> (2 * quarter)) & 3) << 4);
      out[to + part * 16 + i] = factor * (code - 32);
    }
  }
};

/** The K types: blocks of 256 with scales that are themselves quantised. */
export const K_QUANTS: readonly BlockType[] = [
  { id: 10, name: 'Q2_K', elements: 256, bytes: 84, decode: q2_K },
  { id: 11, name: 'Q3_K', elements: 256, bytes: 110, decode: q3_K },
  { id: 12, name: 'Q4_K', elements: 256, bytes: 144, decode: withMinima(16, null) },
  { id: 13, name: 'Q5_K', elements: 256, bytes: 176, decode: withMinima(48, 16) },
  { id: 14, name: 'Q6_K', elements: 256, bytes: 210, decode: q6_K },
  { id: 15, name: 'Q8_K', elements: 256, bytes: 292 },
];
