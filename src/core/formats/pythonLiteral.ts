import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { type PythonString, readPythonString } from './pythonString';

/** A Python literal of the kinds that a .npy header may hold. */
export type PythonValue =
  | { readonly kind: 'str' | 'bytes'; readonly value: string }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'none' }
  | { readonly kind: 'tuple' | 'list'; readonly items: readonly PythonValue[] }
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [PythonValue, PythonValue])[] };

/** CPython's own limit on open brackets. */
const MAX_DEPTH = 200;
/** CPython's own limit on digits of an integer. */
const MAX_DIGITS = 4300;

const SKIPPED = /(?:[ \t\f\r\n]|\\\r?\n|#[^\r\n]*)*/y;
const NUMBER =
  /(?:0[xX](?:_?[0-9a-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|0(?:_?0)*|[1-9](?:_?\d)*)/y;
const AFTER_NUMBER = /[\w.]/;
const WORD = /[A-Za-z_]\w*/y;
const STRING_START = /(?:[rR]?[bB]?|[bB][rR]|[uU])(?='|")/y;

/** No line continuation may end the text. */
const AT_END = /^(?:[ \t\f\r\n]|#[^\r\n]*)*$/;

const CLOSING = { '(': ')', '[': ']', '{': '}' } as const;

/**
 * Reads what numpy's use of `ast.literal_eval` takes as a header: strings, integers, True, False, None,
 * tuples, lists and dicts, with comments and implicit concatenation. No calls, no names, no operators
 * but a sign before a number. With `longs`, Python 2's `3L` is an integer.
 * @throws TensorFileError at the first character that is none of these.
 */
export function parsePythonLiteral(text: string, options: { longs: boolean }): PythonValue {
  const parser = new LiteralParser(text.replace(/^[ \t]+/, ''), options.longs);
  return parser.parse();
}

class LiteralParser {
  readonly #text: string;
  readonly #longs: boolean;
  #at = 0;
  #depth = 0;

  constructor(text: string, longs: boolean) {
    this.#text = text;
    this.#longs = longs;
  }

  parse(): PythonValue {
    // A first line of its own must start at its margin, as in any Python source.
    if (this.#text.includes('\0') || /^(?:[ \t\f]*(?:#.*)?\r?\n)+[ \t]+[^\s#]/.test(this.#text)) {
      this.#fail();
    }
    const first = this.#value();
    const end = this.#at;
    const value = this.#tail(first);
    if (!AT_END.test(this.#text.slice(value === first ? end : this.#at))) this.#fail();
    return value;
  }

  /** A comma at the top makes a tuple without brackets. */
  #tail(first: PythonValue): PythonValue {
    const items = [first];
    if (!this.#takes(',')) return first;
    do {
      this.#skip();
      if (this.#at >= this.#text.length) break;
      items.push(this.#value());
    } while (this.#takes(','));
    return { kind: 'tuple', items };
  }

  #value(): PythonValue {
    this.#skip();
    const next = this.#text[this.#at];
    if (next === '(' || next === '[' || next === '{') return this.#bracket(next);
    const string = this.#string();
    if (string) return string;
    if (next === '-' || next === '+') return this.#signed(next);
    const number = this.#number();
    return number ?? this.#word();
  }

  #bracket(open: '(' | '[' | '{'): PythonValue {
    if (++this.#depth > MAX_DEPTH) {
      throw new TensorFileError(t`The header nests more than ${MAX_DEPTH} brackets`);
    }
    this.#at++;
    const value = open === '{' ? this.#dict() : this.#sequence(open);
    this.#depth--;
    return value;
  }

  #sequence(open: '(' | '['): PythonValue {
    const items: PythonValue[] = [];
    let hasComma = false;
    while (!this.#takes(CLOSING[open])) {
      if (items.length > 0 && !hasComma) this.#fail();
      items.push(this.#value());
      hasComma = this.#takes(',');
    }
    const isParenthesised = open === '(' && items.length === 1 && !hasComma;
    if (isParenthesised) return items[0]!;
    return { kind: open === '(' ? 'tuple' : 'list', items };
  }

  #dict(): PythonValue {
    const entries: [PythonValue, PythonValue][] = [];
    let hasComma = true;
    while (!this.#takes('}')) {
      if (!hasComma) this.#fail();
      const key = this.#value();
      if (!this.#takes(':')) this.#fail();
      entries.push([key, this.#value()]);
      hasComma = this.#takes(',');
    }
    return { kind: 'dict', entries };
  }

  /** Strings beside each other are one. */
  #string(): PythonString | undefined {
    let joined: PythonString | undefined;
    for (;;) {
      this.#skip();
      const prefix = this.#match(STRING_START);
      if (prefix === undefined) return joined;
      const { string, end } = readPythonString(this.#text, this.#at, prefix.toLowerCase());
      this.#at = end;
      if (joined && joined.kind !== string.kind) this.#fail();
      joined = { kind: string.kind, value: (joined?.value ?? '') + string.value };
    }
  }

  #signed(sign: '-' | '+'): PythonValue {
    this.#at++;
    this.#skip();
    const number = this.#number() ?? this.#fail();
    return sign === '-' && number.kind === 'int' ? { kind: 'int', value: -number.value } : number;
  }

  #number(): PythonValue | undefined {
    const digits = this.#match(NUMBER)?.replaceAll('_', '');
    if (digits === undefined) return undefined;
    if (digits.length > MAX_DIGITS) this.#fail();
    if (this.#longs && this.#text[this.#at] === 'L') this.#at++;
    if (AFTER_NUMBER.test(this.#text[this.#at] ?? '')) this.#fail();
    return { kind: 'int', value: BigInt(digits) };
  }

  #word(): PythonValue {
    const start = this.#at;
    const word = this.#match(WORD);
    if (word === 'True' || word === 'False') return { kind: 'bool', value: word === 'True' };
    if (word === 'None') return { kind: 'none' };
    this.#at = start;
    return this.#fail();
  }

  #takes(character: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #skip(): void {
    this.#match(SKIPPED);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #fail(): never {
    const next = this.#text.slice(this.#at, this.#at + 12);
    throw new TensorFileError(
      next === ''
        ? t('The header is cut short: a bracket is not closed')
        : t`The header is not a plain Python literal at ${JSON.stringify(next)}; nothing in it is ever run`,
    );
  }
}
