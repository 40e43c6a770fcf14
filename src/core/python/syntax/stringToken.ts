const NEWLINE = 10;
const RETURN = 13;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
const MAX_NESTING = 20;

const isQuote = (code: number): boolean => code === 34 || code === 39;

/**
 * The offset just past the string literal whose quote is at `at`; negative where it is not closed,
 * and then `-offset` is where it breaks off: the end of its line, or of the text.
 */
export function stringEnd(text: string, at: number, isFormat: boolean): number {
  if (isFormat) {
    const end = scan(text, at, true, 0);
    if (end >= 0) return end;
  }
  // An f-string whose braces do not pair ends where a plain string would.
  return scan(text, at, false, 0);
}

function scan(text: string, quoteAt: number, isFormat: boolean, nesting: number): number {
  const quote = text.charCodeAt(quoteAt);
  const isTriple = text.charCodeAt(quoteAt + 1) === quote && text.charCodeAt(quoteAt + 2) === quote;
  let at = quoteAt + (isTriple ? 3 : 1);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === quote && !isTriple) return at + 1;
    if (code === quote && text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) {
      return at + 3;
    }
    if (!isTriple && (code === NEWLINE || code === RETURN)) return -at;
    if (code === BACKSLASH) at = afterEscape(text, at, isFormat);
    else if (isFormat && code === OPEN_BRACE) {
      at = text.charCodeAt(at + 1) === OPEN_BRACE ? at + 2 : fieldEnd(text, at + 1, nesting + 1);
      if (at < 0) return at;
    } else at++;
  }
  return -text.length;
}

function afterEscape(text: string, at: number, isFormat: boolean): number {
  const next = text.charCodeAt(at + 1);
  if (isFormat && (next === OPEN_BRACE || next === CLOSE_BRACE)) return at + 1;
  return next === RETURN && text.charCodeAt(at + 2) === NEWLINE ? at + 3 : at + 2;
}

/** Past the `}` that closes a replacement field, whose strings may hold the outer quotes. */
function fieldEnd(text: string, start: number, nesting: number): number {
  if (nesting > MAX_NESTING) return -start;
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === CLOSE_BRACE) return at + 1;
    if (code === NEWLINE || code === RETURN) return -at;
    if (code === OPEN_BRACE) at = fieldEnd(text, at + 1, nesting + 1);
    else if (isQuote(code)) at = scan(text, at, /[fF]/.test(text[at - 1] ?? ''), nesting + 1);
    else at++;
    if (at < 0) return at;
  }
  return -text.length;
}
