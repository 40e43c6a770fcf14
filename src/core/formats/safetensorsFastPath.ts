import { dtypeOf } from '../tensor/dtypes';
import type { Tensor } from '../tensor/tensor';
import { type Layout, MAX_SHAPES, type SharedShapes } from './sharedShapes';

/** A tensor as its entry describes it; `begin` and `end` count bytes from the start of the data. */
export type MakeTensor = (name: string, layout: Layout, begin: number, end: number) => Tensor;

/** In the table of dtypes, but not a safetensors dtype. */
export const NOT_SAFETENSORS = 'C128';
export const METADATA = '__metadata__';

const [QUOTE, COMMA, SPACE, CLOSING_BRACKET, CLOSING_BRACE] = [0x22, 0x2c, 0x20, 0x5d, 0x7d];
const [ZERO, NINE] = [0x30, 0x39];
/** So many digits are always below 2^53. */
const SAFE_DIGITS = 15;
/** What a string of JSON may not hold as it is, or holds for something else. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them raw, so they are looked for
const ODD = /[\\\x00-\x1f]/;
const LAYOUT = layoutPattern();

/** From a name's colon to its offsets: `: {"dtype": "F16", "shape": [640, 320], "data_offsets": [`. */
function layoutPattern(): RegExp {
  const unsigned = '(?:0|[1-9][0-9]{0,14})';
  const list = `((?:${unsigned}(?:, ?${unsigned})*)?)`;
  return new RegExp(
    `^: ?\\{"dtype": ?"([A-Z0-9_]+)", ?"shape": ?\\[${list}\\], ?"data_offsets": ?\\[$`,
  );
}

/**
 * Reads entries as the libraries write them: fields in their order, a name without escapes, numbers below 2^53.
 * A model of ten thousand tensors has a few dozen texts between name and offsets, so each is understood once;
 * that is many times as fast as reading value by value, which is left to whatever differs.
 */
export class CanonicalEntryReader {
  readonly #text: string;
  readonly #make: MakeTensor;
  readonly #shapes: SharedShapes;
  readonly #layouts = new Map<string, Layout>();
  #at = 0;

  constructor(text: string, shapes: SharedShapes, make: MakeTensor) {
    this.#text = text;
    this.#shapes = shapes;
    this.#make = make;
  }

  /**
   * Reads the entries that follow each other from the name at a place of the text.
   * @returns where the last of them ends; undefined when the first is not in canonical form
   */
  read(at: number, tensors: Tensor[]): number | undefined {
    let end: number | undefined;
    for (let name = at; this.#entry(name, tensors); name = this.#nextName()) end = this.#at;
    return end;
  }

  /** Where the next name starts if its entry follows in canonical form. */
  #nextName(): number {
    const { length } = this.#text;
    if (!this.#passes(COMMA)) return length;
    this.#passes(SPACE);
    return this.#at;
  }

  #entry(at: number, tensors: Tensor[]): boolean {
    const text = this.#text;
    if (text.charCodeAt(at) !== QUOTE) return false;
    const nameEnd = text.indexOf('"', at + 1);
    const offsets = text.indexOf('[', text.indexOf(']', nameEnd)) + 1;
    const layout = this.#layout(text.slice(nameEnd + 1, offsets));
    if (!layout) return false;
    const name = text.slice(at + 1, nameEnd);
    if (name === METADATA || ODD.test(name)) return false;
    this.#at = offsets;
    const begin = this.#unsigned();
    if (begin < 0 || !this.#passes(COMMA)) return false;
    this.#passes(SPACE);
    const end = this.#unsigned();
    if (end < 0 || !this.#passes(CLOSING_BRACKET) || !this.#passes(CLOSING_BRACE)) return false;
    tensors.push(this.#make(name, layout, begin, end));
    return true;
  }

  #layout(written: string): Layout | undefined {
    const known = this.#layouts.get(written);
    if (known) return known;
    const found = LAYOUT.exec(written);
    const dtype = found ? dtypeOf(found[1]!) : undefined;
    if (!found || !dtype || dtype.name === NOT_SAFETENSORS) return undefined;
    const sizes = found[2]! === '' ? [] : found[2]!.split(',').map(Number);
    const layout = this.#shapes.layout(dtype, this.#shapes.shared(sizes));
    if (this.#layouts.size < MAX_SHAPES) this.#layouts.set(written, layout);
    return layout;
  }

  #passes(code: number): boolean {
    if (this.#text.charCodeAt(this.#at) !== code) return false;
    this.#at++;
    return true;
  }

  /** A whole number; -1 where there is none, or a longer one. */
  #unsigned(): number {
    const text = this.#text;
    let at = this.#at;
    let value = 0;
    let code = text.charCodeAt(at);
    const leadsWithZero = code === ZERO;
    while (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO);
      code = text.charCodeAt(++at);
    }
    const digits = at - this.#at;
    this.#at = at;
    const isSafe = digits > 0 && digits <= SAFE_DIGITS && !(leadsWithZero && digits > 1);
    return isSafe ? value : -1;
  }
}
