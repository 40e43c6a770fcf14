import type { ByteSource } from '../bytes/byteSource';
import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';
import {
  CODE_LENGTH_ORDER,
  DISTANCE_BASE,
  DISTANCE_EXTRA,
  FIXED_TABLES,
  type HuffmanTable,
  huffmanTable,
  LENGTH_BASE,
  LENGTH_EXTRA,
} from './inflateTables';

const WINDOW_BYTES = 32 * 1024;
const INPUT_BYTES = 16 * 1024;
/** Most that one step gives; a bomb costs this, not its size. */
const BLOCK_BYTES = 64 * 1024;
const LONGEST_MATCH = 258;
/** A window, a block after it, and where its last match may end. */
const FULL_BYTES = WINDOW_BYTES + BLOCK_BYTES + LONGEST_MATCH;
/** More than the header of a dynamic block can take. */
const HEADER_BYTES = 1024;
/** More than one symbol with its distance can take. */
const SYMBOL_BYTES = 8;

/** A place where inflating can start again: between two blocks, with the 32 KiB before it. */
export interface Checkpoint {
  readonly inputBit: number;
  readonly outputByte: number;
  readonly window: Uint8Array;
}

export const START: Checkpoint = { inputBit: 0, outputByte: 0, window: new Uint8Array(0) };

type State =
  | { readonly kind: 'header' }
  | { readonly kind: 'stored'; left: number }
  | { readonly kind: 'codes'; readonly literals: HuffmanTable; readonly distances: HuffmanTable }
  | { readonly kind: 'end' };

/**
 * Inflates raw deflate data (RFC 1951) forwards, a block of at most about 64 KiB at a time. Written here
 * because the stream of the platform cannot stop inside a block of input (a bomb gives megabytes for
 * kilobytes), cannot start again in the middle, and takes raw data only from Node 20.12 on.
 */
export class Inflater {
  readonly #source: ByteSource;
  #output: Uint8Array;
  #input: Uint8Array = new Uint8Array(0);
  #inputStart: number;
  #inputAt = 0;
  #bitBuffer = 0;
  #bitCount = 0;
  #outputAt: number;
  #outputByte: number;
  #isLastBlock = false;
  #state: State = { kind: 'header' };

  /** @param expectedBytes how much is to come: little needs little memory, and an archive may have 100,000 members */
  constructor(source: ByteSource, from: Checkpoint = START, expectedBytes = FULL_BYTES) {
    this.#source = source;
    const length = from.window.length + Math.max(0, expectedBytes) + LONGEST_MATCH + 1;
    this.#output = new Uint8Array(Math.min(FULL_BYTES, length));
    this.#inputStart = Math.floor(from.inputBit / 8);
    this.#output.set(from.window);
    this.#outputAt = from.window.length;
    this.#outputByte = from.outputByte;
    this.#skipBits = from.inputBit % 8;
  }

  #skipBits: number;
  #start = 0;

  /** Where the next block of output starts. */
  get outputByte(): number {
    return this.#outputByte;
  }

  /** What the last call of `next` had made before it threw, a view as its own. */
  get unread(): Uint8Array {
    return this.#output.subarray(this.#start, this.#outputAt);
  }

  /** Where the input goes on: at the end, what follows the deflated data. */
  get inputByte(): number {
    return this.#inputStart + this.#inputAt - Math.floor(this.#bitCount / 8);
  }

  /** A checkpoint when a block of the data has just ended, else undefined. */
  checkpoint(): Checkpoint | undefined {
    if (this.#state.kind !== 'header' || this.#isLastBlock) return undefined;
    const inputBit = (this.#inputStart + this.#inputAt) * 8 - this.#bitCount;
    return {
      inputBit,
      outputByte: this.#outputByte,
      window: this.#output.slice(Math.max(0, this.#outputAt - WINDOW_BYTES), this.#outputAt),
    };
  }

  /**
   * The next bytes, a view that holds until the next call; undefined at the end.
   * @throws TensorFileError when the data is damaged or cut short.
   */
  async next(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    if (this.#outputAt > WINDOW_BYTES) {
      this.#output.copyWithin(0, this.#outputAt - WINDOW_BYTES, this.#outputAt);
      this.#outputAt = WINDOW_BYTES;
    }
    const start = this.#outputAt;
    this.#start = start;
    if (start + LONGEST_MATCH >= this.#output.length) this.#growOutput();
    const limit = Math.min(start + BLOCK_BYTES, this.#output.length - LONGEST_MATCH);
    while (this.#outputAt === start && this.#state.kind !== 'end') {
      await this.#fill(signal);
      // A step ends with its block of data, so that each boundary can become a checkpoint.
      this.#step(limit);
    }
    const bytes = this.#output.subarray(start, this.#outputAt);
    this.#outputByte += bytes.length;
    return bytes.length > 0 ? bytes : undefined;
  }

  /** There is more than was said. */
  #growOutput(): void {
    const output = new Uint8Array(FULL_BYTES);
    output.set(this.#output);
    this.#output = output;
  }

  async #fill(signal?: AbortSignal): Promise<void> {
    if (this.#input.length - this.#inputAt >= HEADER_BYTES) return;
    const next = this.#inputStart + this.#input.length;
    const length = Math.min(INPUT_BYTES, this.#source.size - next);
    if (length > 0) {
      const more = await this.#source.read(next, length, signal);
      const rest = this.#input.subarray(this.#inputAt);
      const joined = new Uint8Array(rest.length + more.length);
      joined.set(rest);
      joined.set(more, rest.length);
      this.#inputStart += this.#inputAt;
      this.#input = joined;
      this.#inputAt = 0;
    }
    if (this.#skipBits > 0) {
      this.#bits(this.#skipBits);
      this.#skipBits = 0;
    }
  }

  #step(limit: number): void {
    const state = this.#state;
    if (state.kind === 'header') this.#readHeader();
    else if (state.kind === 'stored') this.#copyStored(state, limit);
    else if (state.kind === 'codes') this.#readCodes(state.literals, state.distances, limit);
  }

  get #isInputEnd(): boolean {
    return this.#inputStart + this.#input.length >= this.#source.size;
  }

  #need(count: number): void {
    while (this.#bitCount < count) {
      if (this.#inputAt >= this.#input.length) throw cutShort();
      this.#bitBuffer |= this.#input[this.#inputAt++]! << this.#bitCount;
      this.#bitCount += 8;
    }
  }

  #bits(count: number): number {
    this.#need(count);
    const value = this.#bitBuffer & ((1 << count) - 1);
    this.#bitBuffer >>>= count;
    this.#bitCount -= count;
    return value;
  }

  #symbol(table: HuffmanTable): number {
    while (this.#bitCount < table.bits && this.#inputAt < this.#input.length) {
      this.#bitBuffer |= this.#input[this.#inputAt++]! << this.#bitCount;
      this.#bitCount += 8;
    }
    const entry = table.entries[this.#bitBuffer & ((1 << table.bits) - 1)]!;
    const length = entry & 15;
    if (length === 0) throw damaged(t('a code that is not defined'));
    if (length > this.#bitCount) throw cutShort();
    this.#bitBuffer >>>= length;
    this.#bitCount -= length;
    return entry >> 4;
  }

  #endBlock(): void {
    this.#state = { kind: this.#isLastBlock ? 'end' : 'header' };
  }

  #readHeader(): void {
    this.#isLastBlock = this.#bits(1) === 1;
    const type = this.#bits(2);
    if (type === 0) {
      this.#bits(this.#bitCount % 8);
      const length = this.#bits(16);
      if ((this.#bits(16) ^ 0xffff) !== length)
        throw damaged(t('a stored block of a wrong length'));
      this.#state = { kind: 'stored', left: length };
      if (length === 0) this.#endBlock();
    } else if (type === 1) {
      this.#state = { kind: 'codes', ...FIXED_TABLES };
    } else if (type === 2) {
      this.#state = this.#readDynamicTables();
    } else throw damaged(t('a block of an unknown type'));
  }

  #readDynamicTables(): State {
    const literalCount = this.#bits(5) + 257;
    const distanceCount = this.#bits(5) + 1;
    const lengthCount = this.#bits(4) + 4;
    if (literalCount > 286 || distanceCount > 30) throw damaged(t('too many codes'));
    const lengthLengths = new Uint8Array(19);
    for (let i = 0; i < lengthCount; i++) lengthLengths[CODE_LENGTH_ORDER[i]!] = this.#bits(3);
    const lengthTable = huffmanTable(lengthLengths);
    const lengths = new Uint8Array(literalCount + distanceCount);
    for (let at = 0; at < lengths.length; ) at = this.#readLength(lengthTable, lengths, at);
    if (lengths[256] === 0) throw damaged(t('a block without an end'));
    return {
      kind: 'codes',
      literals: huffmanTable(lengths.subarray(0, literalCount)),
      distances: huffmanTable(lengths.subarray(literalCount)),
    };
  }

  #readLength(table: HuffmanTable, lengths: Uint8Array, at: number): number {
    const symbol = this.#symbol(table);
    if (symbol < 16) {
      lengths[at] = symbol;
      return at + 1;
    }
    if (symbol === 16 && at === 0) throw damaged(t('a repeat of nothing'));
    const value = symbol === 16 ? lengths[at - 1]! : 0;
    const count =
      symbol === 16 ? 3 + this.#bits(2) : symbol === 17 ? 3 + this.#bits(3) : 11 + this.#bits(7);
    if (at + count > lengths.length) throw damaged(t('too many code lengths'));
    lengths.fill(value, at, at + count);
    return at + count;
  }

  #copyStored(state: { left: number }, limit: number): void {
    while (this.#bitCount > 0 && state.left > 0) {
      this.#output[this.#outputAt++] = this.#bits(8);
      state.left--;
    }
    const available = Math.min(this.#input.length - this.#inputAt, limit - this.#outputAt);
    const count = Math.min(state.left, available);
    if (count === 0 && state.left > 0 && this.#isInputEnd) throw cutShort();
    this.#output.set(this.#input.subarray(this.#inputAt, this.#inputAt + count), this.#outputAt);
    this.#inputAt += count;
    this.#outputAt += count;
    state.left -= count;
    if (state.left === 0) this.#endBlock();
  }

  #readCodes(literals: HuffmanTable, distances: HuffmanTable, limit: number): void {
    const output = this.#output;
    const safeEnd = this.#isInputEnd ? Infinity : this.#input.length - SYMBOL_BYTES;
    while (this.#outputAt < limit && this.#inputAt <= safeEnd) {
      const symbol = this.#symbol(literals);
      if (symbol < 256) {
        output[this.#outputAt++] = symbol;
      } else if (symbol === 256) {
        this.#endBlock();
        return;
      } else this.#copyMatch(symbol - 257, distances);
    }
  }

  #copyMatch(lengthCode: number, distances: HuffmanTable): void {
    if (lengthCode > 28) throw damaged(t('a length that is not defined'));
    const length = LENGTH_BASE[lengthCode]! + this.#bits(LENGTH_EXTRA[lengthCode]!);
    const code = this.#symbol(distances);
    if (code > 29) throw damaged(t('a distance that is not defined'));
    const distance = DISTANCE_BASE[code]! + this.#bits(DISTANCE_EXTRA[code]!);
    const at = this.#outputAt;
    if (distance > at) throw damaged(t('a distance before the start'));
    const output = this.#output;
    if (distance === 1) output.fill(output[at - 1]!, at, at + length);
    else if (distance >= length) output.copyWithin(at, at - distance, at - distance + length);
    else for (let i = 0; i < length; i++) output[at + i] = output[at + i - distance]!;
    this.#outputAt += length;
  }
}

/** The data ends before it says that it does. */
export class CutDataError extends TensorFileError {}

function damaged(what: LocalText): TensorFileError {
  return new TensorFileError(t`Deflated data is damaged: ${what}`);
}

function cutShort(): TensorFileError {
  return new CutDataError(t('Deflated data is cut short'));
}
