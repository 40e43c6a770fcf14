import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { checkSize } from './checkSize';
import type { Decode, ImageInput } from './decoder';
import { type Frame, frameOf, grayFrame } from './frames';
import { int32ToGray } from './pillow';

/** PBM, PGM and PPM, plain and raw, as Pillow's PpmImagePlugin reads them. */
export const decodeNetpbm: Decode = async input => {
  const header = readHeader(input);
  checkSize(input, header.width, header.height);
  return { frames: [decodeSamples(input, header)], details: new Map() };
};

/** The magic numbers, `P1` to `P6`. */
const TYPES = {
  '1': { channels: 1, isPlain: true, isBits: true },
  '2': { channels: 1, isPlain: true, isBits: false },
  '3': { channels: 3, isPlain: true, isBits: false },
  '4': { channels: 1, isPlain: false, isBits: true },
  '5': { channels: 1, isPlain: false, isBits: false },
  '6': { channels: 3, isPlain: false, isBits: false },
} as const;

interface NetpbmHeader {
  readonly type: (typeof TYPES)[keyof typeof TYPES];
  readonly width: number;
  readonly height: number;
  /** The value of white, 1 to 65,535. */
  readonly most: number;
  /** Where the samples start, in bytes. */
  readonly dataAt: number;
}

function readHeader(input: ImageInput): NetpbmHeader {
  const type = TYPES[String.fromCharCode(input.bytes[1]!) as keyof typeof TYPES];
  const words = new Words(input, 2);
  const [width, height] = [words.integer(), words.integer()];
  const most = type.isBits ? 1 : words.integer();
  if (width === 0 || height === 0 || most === 0 || most > 65_535)
    throw new TensorFileError(
      t`"${input.name}" is ${width} x ${height} with white at ${most}; sizes from 1 and white from 1 to 65,535 are expected.`,
      { byteOffset: 2 },
    );
  // One white-space character ends the header.
  return { type, width, height, most, dataAt: words.at + 1 };
}

/** The words of a header or of plain samples: between them white space and comments. */
class Words {
  readonly #input: ImageInput;
  at: number;

  constructor(input: ImageInput, at: number) {
    this.#input = input;
    this.at = at;
  }

  integer(): number {
    this.skipSpace();
    const start = this.at;
    let value = 0;
    for (let digit = this.#digit(); digit >= 0; digit = this.#digit()) {
      value = value * 10 + digit;
      this.at++;
    }
    if (this.at > start && this.at - start <= 10) return value;
    throw new TensorFileError(
      t`"${this.#input.name}" has no whole number at byte ${start}, where one is expected.`,
      { byteOffset: start },
    );
  }

  /** A sample of a plain PBM: one digit, with or without space around it. */
  bit(): number {
    this.skipSpace();
    const digit = this.#digit();
    if (digit !== 0 && digit !== 1)
      throw new TensorFileError(
        t`"${this.#input.name}" has no 0 or 1 at byte ${this.at}, where one is expected.`,
        { byteOffset: this.at },
      );
    this.at++;
    return digit;
  }

  skipSpace(): void {
    const { bytes } = this.#input;
    for (; isSpace(bytes[this.at]) || bytes[this.at] === HASH; this.at++)
      if (bytes[this.at] === HASH)
        while (this.at < bytes.length && !LINE_ENDS.has(bytes[this.at]!)) this.at++;
  }

  #digit(): number {
    const code = this.#input.bytes[this.at] ?? 0;
    return code >= 0x30 && code <= 0x39 ? code - 0x30 : -1;
  }
}

const HASH = 0x23;
const LINE_ENDS: ReadonlySet<number> = new Set([0x0a, 0x0d]);

function isSpace(code: number | undefined): boolean {
  return code === 0x20 || (code !== undefined && code >= 0x09 && code <= 0x0d);
}

function decodeSamples(input: ImageInput, header: NetpbmHeader): Frame {
  const { type, width, height, most } = header;
  const samples = type.isPlain ? plainSamples(input, header) : rawSamples(input, header);
  if (type.isBits)
    return grayFrame(
      width,
      height,
      Uint8Array.from(samples, bit => 255 - bit * 255),
    );
  if (type.channels === 1 && most > 255) {
    // Pillow's mode `I`, of 16 bits whatever the white of the file.
    const wide = Int32Array.from(samples, value => scaled(value, most, 65_535));
    return grayFrame(width, height, int32ToGray(wide));
  }
  const data = Uint8Array.from(samples, value => scaled(value, most, 255));
  return frameOf({ width, height, channels: type.channels, data }, 'drop');
}

/** Half to even, as Python rounds. */
function scaled(value: number, most: number, outMost: number): number {
  const exact = (value / most) * outMost;
  const below = Math.floor(exact);
  const isHalf = exact - below === 0.5;
  return Math.min(outMost, isHalf ? below + (below % 2) : Math.round(exact));
}

function plainSamples(input: ImageInput, header: NetpbmHeader): Uint16Array {
  const { type, width, height, most } = header;
  const words = new Words(input, header.dataAt);
  const out = new Uint16Array(width * height * type.channels);
  for (let i = 0; i < out.length; i++) {
    const value = type.isBits ? words.bit() : words.integer();
    if (value > most)
      throw new TensorFileError(
        t`"${input.name}" has the sample ${value} before byte ${words.at}; ${most} is the most.`,
        { byteOffset: words.at },
      );
    out[i] = value;
  }
  return out;
}

function rawSamples(input: ImageInput, header: NetpbmHeader): Uint16Array {
  const { type, width, height, most, dataAt } = header;
  const count = width * height * type.channels;
  const sampleBytes = most > 255 ? 2 : 1;
  const rowBytes = Math.ceil(width / 8);
  const needed = dataAt + (type.isBits ? rowBytes * height : count * sampleBytes);
  if (input.bytes.length < needed)
    throw new TensorFileError(
      t`"${input.name}" is cut short: ${needed} bytes are needed, ${input.bytes.length} are there.`,
      { byteOffset: input.bytes.length },
    );
  const data = input.bytes.subarray(dataAt, needed);
  if (type.isBits)
    return Uint16Array.from({ length: count }, (_, i) => {
      const x = i % width;
      return (data[Math.floor(i / width) * rowBytes + (x >> 3)]! >> (7 - (x & 7))) & 1;
    });
  if (sampleBytes === 1) return Uint16Array.from(data);
  return Uint16Array.from({ length: count }, (_, i) => (data[i * 2]! << 8) | data[i * 2 + 1]!);
}
