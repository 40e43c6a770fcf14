import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';

/** Nesting that the reference parser (serde_json) still takes. */
const MAX_DEPTH = 127;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
/** Digits of a number that a message repeats. */
const MOST_DIGITS = 40;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** So many digits are always below 2^53. */
const SAFE_DIGITS = 15;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** What kind of value comes next. */
export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'literal';

/**
 * Reads strict JSON value by value, so that the reader sees what `JSON.parse` hides: duplicate keys,
 * `1.0` for 1, integers beyond 2^53, lone surrogates. Builds no objects, so a key `__proto__` is a name.
 */
export class JsonCursor {
  readonly #text: string;
  readonly #what: LocalText;
  /** Byte of the file where the text starts. */
  readonly #byteOffset: number;
  #at = 0;
  #depth = 0;

  constructor(text: string, what: LocalText, byteOffset = 0) {
    this.#text = text;
    this.#what = what;
    this.#byteOffset = byteOffset;
  }

  /** @throws TensorFileError at the place reached, with its byte. */
  fail(problem: LocalText): never {
    const before = new TextEncoder().encode(this.#text.slice(0, this.#at)).length;
    const byteOffset = this.#byteOffset + before;
    throw new TensorFileError(t`${this.#what}: ${problem} at byte ${byteOffset}`, { byteOffset });
  }

  kind(): JsonKind {
    this.#space();
    const next = this.#text[this.#at];
    if (next === '"') return 'string';
    if (next === '{') return 'object';
    if (next === '[') return 'array';
    if (next === 't' || next === 'f' || next === 'n') return 'literal';
    if (next === '-' || (next !== undefined && next >= '0' && next <= '9')) return 'number';
    return this.fail(
      next === undefined ? t('the JSON is cut short') : t`unexpected ${JSON.stringify(next)}`,
    );
  }

  /**
   * Calls `member` before each value of an object; it must read that value.
   * @param whole reads a key and its value at once from a place of the text; gives where they end, if it can
   */
  object(
    member: (key: string) => void,
    whole: (at: number) => number | undefined = () => undefined,
  ): void {
    this.#open('{');
    if (!this.#takes('}')) {
      do {
        this.#space();
        const end = whole(this.#at);
        if (end !== undefined) {
          this.#at = end;
          continue;
        }
        const key = this.string();
        this.#expect(':');
        member(key);
      } while (this.#takes(','));
      this.#expect('}');
    }
    this.#depth--;
  }

  /** Calls `item` before each value of an array; it must read that value. */
  array(item: (index: number) => void): void {
    this.#open('[');
    if (!this.#takes(']')) {
      let index = 0;
      do item(index++);
      while (this.#takes(','));
      this.#expect(']');
    }
    this.#depth--;
  }

  string(): string {
    this.#space();
    if (this.#text.charCodeAt(this.#at) !== QUOTE) this.fail(t('expected a string'));
    this.#at++;
    let result = '';
    for (;;) {
      const start = this.#at;
      const next = this.#plainRun();
      // Most strings are one run, whose slice is the result without joining.
      result =
        result === ''
          ? this.#text.slice(start, this.#at)
          : result + this.#text.slice(start, this.#at);
      if (next === QUOTE) {
        this.#at++;
        return result;
      }
      if (next !== BACKSLASH)
        this.fail(t('a string is not closed or holds a raw control character'));
      result += this.#escape();
    }
  }

  /** A whole number from 0 to 2^53 - 1, written without fraction, exponent or sign. */
  unsigned(what: string): number {
    this.#space();
    const start = this.#at;
    let value = 0;
    let code = this.#text.charCodeAt(start);
    while (code >= 0x30 && code <= 0x39) {
      value = value * 10 + (code - 0x30);
      code = this.#text.charCodeAt(++this.#at);
    }
    const digits = this.#at - start;
    const hasMore = code === 0x2e || code === 0x45 || code === 0x65;
    const leadsWithZero = digits > 1 && this.#text.charCodeAt(start) === 0x30;
    if (digits > 0 && digits <= SAFE_DIGITS && !hasMore && !leadsWithZero) return value;
    this.#at = start;
    return this.#longUnsigned(what);
  }

  /** The rare forms: long numbers, and what is no whole number from 0 up. */
  #longUnsigned(what: string): number {
    if (this.kind() !== 'number') this.fail(t`${what} is not a number`);
    const text = this.#number();
    if (!/^\d+$/.test(text)) this.fail(t`${what} is ${start(text)}, not a whole number from 0 up`);
    const value = Number(text);
    if (!Number.isSafeInteger(value)) this.fail(t`${what} is ${start(text)}, more than 2^53`);
    return value;
  }

  /** Reads `null` where it is next. */
  takesNull(): boolean {
    if (this.kind() !== 'literal' || !this.#text.startsWith('null', this.#at)) return false;
    this.#at += 4;
    return true;
  }

  /** Reads any value and forgets it; gives its text. */
  skip(): string {
    this.#space();
    const start = this.#at;
    const kind = this.kind();
    if (kind === 'object') this.object(() => this.skip());
    else if (kind === 'array') this.array(() => this.skip());
    else if (kind === 'string') this.string();
    else if (kind === 'number') this.#number();
    else if (this.#match(LITERAL) === undefined) this.fail(t('unexpected word'));
    return this.#text.slice(start, this.#at);
  }

  /** @throws TensorFileError unless only white space is left. */
  end(): void {
    this.#space();
    if (this.#at < this.#text.length) this.fail(t('there is more text after the JSON'));
  }

  #number(): string {
    const text = this.#match(NUMBER);
    if (text === undefined) return this.fail(t('a number is malformed'));
    if (!Number.isFinite(Number(text))) this.fail(t`the number ${start(text)} is out of range`);
    return text;
  }

  #open(bracket: '{' | '['): void {
    if (this.kind() !== (bracket === '{' ? 'object' : 'array')) {
      this.fail(bracket === '{' ? t('expected an object') : t('expected an array'));
    }
    if (++this.#depth > MAX_DEPTH) this.fail(t`the JSON is nested more than ${MAX_DEPTH} deep`);
    this.#at++;
  }

  #takes(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#takes(character)) {
      this.fail(
        this.#at >= this.#text.length ? t('the JSON is cut short') : t`expected "${character}"`,
      );
    }
  }

  #space(): void {
    for (;;) {
      const code = this.#text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  /** Passes the characters that stand for themselves in a string; gives the code of the one that ends them. */
  #plainRun(): number {
    let code = this.#text.charCodeAt(this.#at);
    // The comparison is false at the end of the text, where the code is NaN.
    while (code >= 0x20 && code !== QUOTE && code !== BACKSLASH) {
      code = this.#text.charCodeAt(++this.#at);
    }
    return code;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const text = pattern.exec(this.#text)?.[0];
    if (text !== undefined) this.#at += text.length;
    return text;
  }

  #escape(): string {
    const letter = this.#text[this.#at + 1] ?? '';
    if (letter !== 'u') {
      const plain = ESCAPES.get(letter);
      if (plain === undefined) return this.fail(t('a string has an unknown escape'));
      this.#at += 2;
      return plain;
    }
    const unit = this.#codeUnit();
    if (unit < 0xd800 || unit > 0xdfff) return String.fromCharCode(unit);
    const isPair = unit < 0xdc00 && this.#text.startsWith('\\u', this.#at);
    const low = isPair ? this.#codeUnit() : 0;
    if (low < 0xdc00 || low > 0xdfff) this.fail(t('a string has half of a surrogate pair'));
    return String.fromCharCode(unit, low);
  }

  #codeUnit(): number {
    const digits = this.#text.slice(this.#at + 2, this.#at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.fail(t('a string has a malformed \\u escape'));
    this.#at += 6;
    return Number.parseInt(digits, 16);
  }
}

/** A message names a number by its first digits: there may be millions of them. */
function start(text: string): string {
  return text.length > MOST_DIGITS ? `${text.slice(0, MOST_DIGITS)}…` : text;
}
