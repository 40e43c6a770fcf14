import { TensorFileError } from '../errors';
import { t } from '../l10n';

/** A string or bytes literal; bytes are kept as one character each. */
export interface PythonString {
  readonly kind: 'str' | 'bytes';
  readonly value: string;
}

const PLAIN: ReadonlyMap<string, string> = new Map([
  ['\n', ''],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);
const OCTAL = /[0-7]{1,3}/y;
const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/**
 * Reads a Python string literal whose opening quote is at `start`; `prefix` is in lower case.
 * @throws TensorFileError when it is not closed or has an escape that Python refuses.
 */
export function readPythonString(
  text: string,
  start: number,
  prefix: string,
): { readonly string: PythonString; readonly end: number } {
  const quote = text[start]!;
  const isTriple = text.startsWith(quote.repeat(3), start);
  const closing = isTriple ? quote.repeat(3) : quote;
  const isBytes = prefix.includes('b');
  let at = start + closing.length;
  let value = '';
  while (!text.startsWith(closing, at)) {
    const next = text[at];
    if (next === undefined || (!isTriple && (next === '\n' || next === '\r'))) {
      throw new TensorFileError(t('The header has a string that is not closed'));
    }
    if (next !== '\\') {
      value += next;
      at++;
    } else if (prefix.includes('r')) {
      value += text.slice(at, at + 2);
      at += 2;
    } else {
      const escaped = readEscape(text, at + 1, isBytes);
      value += escaped.value;
      at = escaped.end;
    }
  }
  return { string: { kind: isBytes ? 'bytes' : 'str', value }, end: at + closing.length };
}

function readEscape(text: string, at: number, isBytes: boolean): { value: string; end: number } {
  const letter = text[at] ?? '';
  const plain = PLAIN.get(letter);
  if (plain !== undefined) return { value: plain, end: at + 1 };
  OCTAL.lastIndex = at;
  const octal = OCTAL.exec(text)?.[0];
  if (octal) {
    return { value: String.fromCodePoint(Number.parseInt(octal, 8)), end: at + octal.length };
  }
  const count = isBytes && letter !== 'x' ? undefined : HEX_DIGITS.get(letter);
  if (count !== undefined) {
    const digits = text.slice(at + 1, at + 1 + count);
    const code = Number.parseInt(digits, 16);
    if (digits.length === count && /^[0-9a-fA-F]+$/.test(digits) && code <= 0x10ffff) {
      return { value: String.fromCodePoint(code), end: at + 1 + count };
    }
    throw new TensorFileError(t('The header has a string with a malformed escape'));
  }
  if (letter === 'N' && !isBytes) {
    throw new TensorFileError(
      t('The header has a string with a named character, which is not read'),
    );
  }
  // Python keeps the backslash of an escape that it does not know.
  return { value: '\\', end: at };
}

/** A string as Python's repr writes it. */
export function pythonRepr(value: string): string {
  const quote = value.includes("'") && !value.includes('"') ? '"' : "'";
  const body = value.replace(/[\\\n\r\t]|[^\P{Cc}]/gu, escapeOf).replaceAll(quote, `\\${quote}`);
  return quote + body + quote;
}

function escapeOf(character: string): string {
  const short = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
  return short ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
