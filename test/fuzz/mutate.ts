import type { Random } from './random';
import { type FuzzFormat, TOKENS } from './tokens';

/** Sizes that parsers get wrong. */
const SIZES = [
  0,
  1,
  7,
  8,
  127,
  128,
  255,
  256,
  32767,
  65535,
  65536,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
];
const MAX_INPUT_BYTES = 512 * 1024;

type Mutation = (bytes: Buffer, random: Random, others: readonly Buffer[]) => Buffer;

/** A place in the file; often in its first bytes or its last, where headers and directories are. */
function place(bytes: Buffer, random: Random): number {
  const near = Math.min(bytes.length, 400);
  const choice = random.below(4);
  if (choice === 0) return random.below(bytes.length + 1);
  if (choice === 1) return Math.max(0, bytes.length - random.below(near + 1));
  return random.below(near + 1);
}

function spliced(bytes: Buffer, at: number, removed: number, added: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}

const MUTATIONS: readonly Mutation[] = [
  function flipBit(bytes, random) {
    const at = Math.min(place(bytes, random), bytes.length - 1);
    if (at >= 0) bytes[at]! ^= 1 << random.below(8);
    return bytes;
  },
  function setByte(bytes, random) {
    const at = Math.min(place(bytes, random), bytes.length - 1);
    if (at >= 0) bytes[at] = random.below(256);
    return bytes;
  },
  function removeRun(bytes, random) {
    return spliced(bytes, place(bytes, random), 1 + random.below(16), new Uint8Array());
  },
  function repeatRun(bytes, random) {
    const at = place(bytes, random);
    return spliced(bytes, at, 0, bytes.subarray(at, at + 1 + random.below(64)));
  },
  function cut(bytes, random) {
    return bytes.subarray(0, place(bytes, random));
  },
  function extend(bytes, random) {
    return spliced(bytes, bytes.length, 0, Buffer.alloc(1 + random.below(64), random.below(256)));
  },
  function setSize(bytes, random) {
    const size = random.pick(SIZES) + (random.below(4) === 0 ? random.below(9) - 4 : 0);
    const width = random.pick([2, 4, 8]);
    const at = Math.min(place(bytes, random), bytes.length - width);
    if (at < 0) return bytes;
    for (let i = 0; i < width; i++) bytes[at + i] = i < 6 ? Math.floor(size / 256 ** i) & 255 : 0;
    return bytes;
  },
  function mixWithAnother(bytes, random, others) {
    const other = random.pick(others);
    return Buffer.concat([
      bytes.subarray(0, place(bytes, random)),
      other.subarray(place(other, random)),
    ]);
  },
];

function insertToken(format: FuzzFormat): Mutation {
  return (bytes, random) => {
    const token = Buffer.from(random.pick<string>(TOKENS[format]), 'latin1');
    return spliced(bytes, place(bytes, random), random.below(2) * token.length, token);
  };
}

/** Puts a token where another of its kind stands: a number for a number, a string for a string. */
function replaceWord(format: FuzzFormat): Mutation {
  return (bytes, random) => {
    const text = bytes.subarray(0, 4096).toString('latin1');
    const words = [...text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d+|\w+/g)];
    if (words.length === 0) return bytes;
    const word = random.pick(words);
    const token = Buffer.from(random.pick<string>(TOKENS[format]), 'latin1');
    return spliced(bytes, word.index, word[0].length, token);
  };
}

/** Makes the length before the header right again, so that a mutation inside it is reached. */
function repairLength(format: FuzzFormat, bytes: Buffer): Buffer {
  if (format === 'safetensors' && bytes.length > 8) {
    const end = bytes.lastIndexOf('}') + 1;
    if (end > 8) bytes.writeBigUInt64LE(BigInt(end - 8), 0);
  }
  if (format === 'npy' && bytes.length > 10 && bytes[6] === 1) {
    const end = bytes.indexOf('\n') + 1;
    if (end > 10 && end < 65536) bytes.writeUInt16LE(end - 10, 8);
  }
  return bytes;
}

/** A picture with up to eight bytes changed behind its header: it opens, and its pixels are damaged. */
export function damagedPixels(_: FuzzFormat, random: Random, corpus: readonly Buffer[]): Buffer {
  const bytes = Buffer.from(random.pick(corpus));
  const start = Math.min(bytes.length >> 1, 512);
  for (let count = 1 + random.below(8); count > 0; count--)
    bytes[start + random.below(bytes.length - start)] = random.below(256);
  return bytes;
}

/** The input that a seed stands for: one to six mutations of a case. */
export function mutated(format: FuzzFormat, random: Random, corpus: readonly Buffer[]): Buffer {
  const mutations = [
    ...MUTATIONS,
    ...Array<Mutation>(4).fill(insertToken(format)),
    ...Array<Mutation>(4).fill(replaceWord(format)),
  ];
  let bytes: Buffer = Buffer.from(random.pick(corpus));
  const count = 1 + random.below(6);
  for (let i = 0; i < count; i++)
    bytes = random.pick(mutations)(Buffer.from(bytes), random, corpus);
  if (random.below(3) > 0) bytes = repairLength(format, bytes);
  return bytes.subarray(0, MAX_INPUT_BYTES);
}
