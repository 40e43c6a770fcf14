import type { SourceSpan } from './ast';
import { stringEnd } from './stringToken';
import { KEYWORDS, OPERATORS, type TokenKind, type Tokens } from './tokenKinds';

interface Scan {
  readonly text: string;
  at: number;
  /** Brackets open in the logical line. */
  depth: number;
  /** Where the logical line begins, a tab reaching to the next multiple of eight. */
  column: number;
  readonly kinds: TokenKind[];
  readonly starts: number[];
  readonly ends: number[];
  readonly comments: SourceSpan[];
  readonly foreignLines: SourceSpan[];
  readonly isForeign: ForeignLine;
  readonly indents: number[];
  /** Token numbers of the `indent`s that are open. */
  readonly openBlocks: number[];
  readonly blockEnds: Map<number, number>;
}

const KIND_OF = new Map<string, TokenKind>([...KEYWORDS, ...OPERATORS].map(word => [word, word]));
const NUMBER =
  /0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?[jJ]?/y;
const OPERATOR = /\*\*=?|\/\/=?|>>=?|<<=?|[-+*/%@&|^<>=!:]=|->|\.\.\.|[-+*/%@&|^~<>=.,:;()[\]{}]/y;
const PREFIX = /^([rRbBuUfFtT]|[bBfFtT][rR]|[rR][bBfFtT])$/;
const WIDE_WORD = /[\p{L}\p{N}\p{M}\p{Pc}\u{D800}-\u{DFFF}]/u;

const SPACE = 32;
const TAB = 9;
const FEED = 12;
const NEWLINE = 10;
const RETURN = 13;
const HASH = 35;
const BACKSLASH = 92;

const isBlank = (code: number): boolean => code === SPACE || code === TAB || code === FEED;
const isLineEnd = (code: number): boolean => code === NEWLINE || code === RETURN;
const isDigit = (code: number): boolean => code >= 48 && code <= 57;

function isWord(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code < 128) {
    return (
      (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || isDigit(code)
    );
  }
  return code >= 128 && WIDE_WORD.test(text[at]!);
}

/** Whether the logical line that begins at an offset is no Python but a line for someone else. */
export type ForeignLine = (text: string, at: number) => boolean;

/**
 * The tokens of any text at all. A line in which brackets stay open ends, with an `error`, where
 * the next one can only begin a statement. `tick` is called every few hundred tokens and may throw.
 */
export function tokenize(
  text: string,
  tick: () => void,
  isForeign: ForeignLine = () => false,
): Tokens {
  const scan: Scan = {
    text,
    at: text.charCodeAt(0) === 0xfeff ? 1 : 0,
    depth: 0,
    column: 0,
    kinds: [],
    starts: [],
    ends: [],
    comments: [],
    foreignLines: [],
    isForeign,
    indents: [0],
    openBlocks: [],
    blockEnds: new Map(),
  };
  while (startLine(scan)) scanLine(scan, tick);
  scan.at = text.length;
  settleIndent(scan, 0);
  push(scan, 'end', text.length, text.length);
  return scan;
}

function push(scan: Scan, kind: TokenKind, from: number, to: number): void {
  scan.kinds.push(kind);
  scan.starts.push(from);
  scan.ends.push(to);
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isLineEnd(text.charCodeAt(at))) at++;
  return at;
}

/** Notes the rest of a line, and moves to its end. */
function passLine(scan: Scan, from: number, lines: SourceSpan[]): void {
  scan.at = lineEnd(scan.text, from);
  lines.push({ from, to: scan.at });
}

/** Moves to the first token of the next line that has one; false at the end of the text. */
function startLine(scan: Scan): boolean {
  const { text } = scan;
  for (;;) {
    const start = skipBlank(scan);
    if (start.at >= text.length) return false;
    const code = text.charCodeAt(start.at);
    if (isLineEnd(code)) scan.at = start.at + 1;
    else if (code === HASH) passLine(scan, start.at, scan.comments);
    else if (scan.isForeign(text, start.at)) passLine(scan, start.at, scan.foreignLines);
    else {
      scan.at = start.at;
      scan.column = start.column;
      settleIndent(scan, start.column);
      return true;
    }
  }
}

function skipBlank(scan: Scan): { at: number; column: number } {
  let { at } = scan;
  let column = 0;
  for (; ; at++) {
    const code = scan.text.charCodeAt(at);
    if (code === SPACE) column++;
    else if (code === TAB) column = (column & ~7) + 8;
    else if (code === FEED) column = 0;
    else return { at, column };
  }
}

/** Opens and closes blocks; a line between two levels stays in the inner one, as an error. */
function settleIndent(scan: Scan, column: number): void {
  const { indents, openBlocks, at } = scan;
  if (column > indents.at(-1)!) {
    indents.push(column);
    openBlocks.push(scan.kinds.length);
    push(scan, 'indent', at, at);
  }
  while (column < indents.at(-1)!) {
    if (column > indents.at(-2)!) {
      push(scan, 'error', at, at);
      return;
    }
    indents.pop();
    scan.blockEnds.set(openBlocks.pop()!, scan.kinds.length);
    push(scan, 'dedent', at, at);
  }
}

/** One logical line with its `newline`. */
function scanLine(scan: Scan, tick: () => void): void {
  const { text } = scan;
  scan.depth = 0;
  while (scan.at < text.length) {
    if ((scan.kinds.length & 255) === 0) tick();
    const { at } = scan;
    const code = text.charCodeAt(at);
    if (isBlank(code)) scan.at++;
    else if (code === HASH) passLine(scan, at, scan.comments);
    else if (isLineEnd(code)) {
      scan.at++;
      const isCutOff = scan.depth > 0 && beginsStatement(scan);
      if (isCutOff) push(scan, 'error', at, at);
      if (isCutOff || scan.depth === 0) {
        push(scan, 'newline', at, at);
        return;
      }
    } else if (code === BACKSLASH) joinLines(scan);
    else scanToken(scan, code);
  }
  if (scan.depth > 0) push(scan, 'error', text.length, text.length);
  push(scan, 'newline', text.length, text.length);
}

function joinLines(scan: Scan): void {
  const { text, at } = scan;
  const next = text.charCodeAt(at + 1);
  if (!isLineEnd(next)) {
    push(scan, 'error', at, at + 1);
    scan.at = at + 1;
  } else scan.at = at + (next === RETURN && text.charCodeAt(at + 2) === NEWLINE ? 3 : 2);
}

const STATEMENT_WORD =
  /(?:def|class|return|import|while|with|try|raise|pass|break|continue|del|global|nonlocal|assert|except|finally|elif)\b|from\s+[\w.]+\s+import\b|else\s*:|async\s+(?:def|with)\b/y;
const BLOCK_WORD = /(?:if|for|async)\b[^\n\r]*:[ \t]*(?:#[^\n\r]*)?$/my;
const OPERAND_WORD = /(?!(?:and|or|in|is|if|else|for|not|async|from|as)\b)[A-Za-z_\d]/y;
const OPERAND_END = new Set<TokenKind>(['name', 'number', 'string', 'format', ')', ']', '}']);

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** Whether a line inside open brackets shows that they were never meant to reach so far. */
function beginsStatement(scan: Scan): boolean {
  const { text } = scan;
  const { at, column } = skipBlank(scan);
  if (matchesAt(STATEMENT_WORD, text, at)) return true;
  if (column > scan.column) return false;
  if (matchesAt(BLOCK_WORD, text, at)) return true;
  return OPERAND_END.has(scan.kinds.at(-1)!) && matchesAt(OPERAND_WORD, text, at);
}

function scanToken(scan: Scan, code: number): void {
  const { text, at } = scan;
  if (isDigit(code) || (code === 46 && isDigit(text.charCodeAt(at + 1)))) {
    NUMBER.lastIndex = at;
    const length = NUMBER.exec(text)![0].length;
    scan.at = at + length;
    push(scan, 'number', at, scan.at);
  } else if (code === 34 || code === 39) scanString(scan, at, at, false);
  else if (isWord(text, at)) scanWord(scan);
  else scanOperator(scan);
}

function scanWord(scan: Scan): void {
  const { text, at } = scan;
  let end = at + 1;
  while (end < text.length && isWord(text, end)) end++;
  const next = text.charCodeAt(end);
  if ((next === 34 || next === 39) && end - at <= 2) {
    const prefix = text.slice(at, end);
    if (PREFIX.test(prefix)) {
      scanString(scan, at, end, /[fFtT]/.test(prefix));
      return;
    }
  }
  scan.at = end;
  // The longest keyword has eight letters.
  const kind = end - at > 8 ? undefined : KIND_OF.get(text.slice(at, end));
  push(scan, kind ?? 'name', at, end);
}

function scanString(scan: Scan, from: number, quoteAt: number, isFormat: boolean): void {
  const end = stringEnd(scan.text, quoteAt, isFormat);
  scan.at = Math.abs(end);
  push(scan, end < 0 ? 'error' : isFormat ? 'format' : 'string', from, scan.at);
}

function scanOperator(scan: Scan): void {
  const { text, at } = scan;
  OPERATOR.lastIndex = at;
  const found = OPERATOR.exec(text)?.[0] ?? '';
  scan.at = at + Math.max(found.length, 1);
  const kind = matchBrackets(scan, KIND_OF.get(found) ?? 'error');
  const last = scan.kinds.length - 1;
  // Noise of any length is one error.
  if (kind === 'error' && scan.kinds[last] === kind && scan.ends[last] === at)
    scan.ends[last] = scan.at;
  else push(scan, kind, at, scan.at);
}

/** Counts brackets; one that closes nothing is an error. */
function matchBrackets(scan: Scan, kind: TokenKind): TokenKind {
  if (kind === '(' || kind === '[' || kind === '{') scan.depth++;
  if (kind !== ')' && kind !== ']' && kind !== '}') return kind;
  if (scan.depth === 0) return 'error';
  scan.depth--;
  return kind;
}
