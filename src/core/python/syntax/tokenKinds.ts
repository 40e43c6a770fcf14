import type { SourceSpan } from './ast';

/** Words that can be nothing but themselves; `match`, `case` and `type` are names. */
export const KEYWORDS = [
  'False',
  'None',
  'True',
  'and',
  'as',
  'assert',
  'async',
  'await',
  'break',
  'class',
  'continue',
  'def',
  'del',
  'elif',
  'else',
  'except',
  'finally',
  'for',
  'from',
  'global',
  'if',
  'import',
  'in',
  'is',
  'lambda',
  'nonlocal',
  'not',
  'or',
  'pass',
  'raise',
  'return',
  'try',
  'while',
  'with',
  'yield',
] as const;

/** Operators and brackets, each a token kind of its own. */
export const OPERATORS = [
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  ',',
  ':',
  ';',
  '.',
  '...',
  '@',
  '=',
  ':=',
  '->',
  '+',
  '-',
  '*',
  '**',
  '/',
  '//',
  '%',
  '<<',
  '>>',
  '&',
  '|',
  '^',
  '~',
  '<',
  '>',
  '<=',
  '>=',
  '==',
  '!=',
  '+=',
  '-=',
  '*=',
  '/=',
  '//=',
  '%=',
  '@=',
  '&=',
  '|=',
  '^=',
  '>>=',
  '<<=',
  '**=',
] as const;

/** `format` is an f-string; `error` is text that no Python token begins with, or a line cut short. */
export type TokenKind =
  | 'name'
  | 'number'
  | 'string'
  | 'format'
  | 'newline'
  | 'indent'
  | 'dedent'
  | 'error'
  | 'end'
  | (typeof KEYWORDS)[number]
  | (typeof OPERATORS)[number];

/** The tokens of a text in columns, one entry each; the last one is `end`. */
export interface Tokens {
  readonly text: string;
  readonly kinds: readonly TokenKind[];
  /** UTF-16 offsets, half open. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Comments, from the `#` to the end of the line, in order. */
  readonly comments: readonly SourceSpan[];
  /** Lines that are no Python at all, from their first word to their end. */
  readonly foreignLines: readonly SourceSpan[];
  /** The token number of each `indent`'s `dedent`. */
  readonly blockEnds: ReadonlyMap<number, number>;
}

/** The text of a token. */
export function tokenText({ text, starts, ends }: Tokens, at: number): string {
  return text.slice(starts[at], ends[at]);
}
