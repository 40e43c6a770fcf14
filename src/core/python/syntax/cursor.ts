import type { Expr } from './ast';
import type { TokenKind, Tokens } from './tokenKinds';
import { tokenText } from './tokenKinds';

/** A place among the tokens of a text, and how deep in brackets or blocks it is. */
export interface Cursor {
  readonly tokens: Tokens;
  at: number;
  depth: number;
  /** Counts work, and throws when a limit is reached. */
  readonly tick: () => void;
}

/** Thrown where a logical line is no Python, and caught where its statement began. */
export class BrokenLine extends Error {}

// One object: a text of noise breaks at every line, and a stack trace costs more than the line.
const BROKEN = new BrokenLine();

/** Leaves the statement at hand. @throws BrokenLine always */
export function breakOff(): never {
  throw BROKEN;
}

/** Deeper nesting than any person writes, and than CPython takes. */
const DEPTH_CAP = 100;
/** Links of one chain, `a + b + c` or `a.b.c`: each is one level of the tree. */
export const CHAIN_CAP = 200;

/** Runs a parser one level deeper; breaks off past the cap, long before the stack ends. */
export function deeper<T>(cursor: Cursor, parse: (cursor: Cursor) => T): T {
  if (cursor.depth >= DEPTH_CAP) breakOff();
  cursor.depth++;
  const result = parse(cursor);
  // Where it breaks off, the statement restores the depth that it began with.
  cursor.depth--;
  return result;
}

/** The kind of the token under the cursor, or some ahead of it; `end` past the last. */
export const kindAt = (cursor: Cursor, ahead = 0): TokenKind =>
  cursor.tokens.kinds[cursor.at + ahead] ?? 'end';

/** Steps over a token of this kind, if it is one. */
export function take(cursor: Cursor, kind: TokenKind): boolean {
  if (cursor.tokens.kinds[cursor.at] !== kind) return false;
  cursor.at++;
  return true;
}

/** Steps over a token of this kind. @throws BrokenLine for any other */
export function expect(cursor: Cursor, kind: TokenKind): void {
  if (!take(cursor, kind)) breakOff();
}

/** Where the token under the cursor begins. */
export const startOf = (cursor: Cursor): number => cursor.tokens.starts[cursor.at]!;

/** Where the token before the cursor ends. */
export const previousEnd = (cursor: Cursor): number => cursor.tokens.ends[cursor.at - 1]!;

/** The name under the cursor, stepped over. */
export function takeName(cursor: Cursor): string {
  expect(cursor, 'name');
  return tokenText(cursor.tokens, cursor.at - 1);
}

/** Every variable mentioned among tokens; what stands after a dot is none. */
export function namesBetween(tokens: Tokens, from: number, to: number): string[] {
  const names = new Set<string>();
  for (let i = from; i < to; i++) {
    if (tokens.kinds[i] === 'name' && tokens.kinds[i - 1] !== '.') names.add(tokenText(tokens, i));
  }
  return [...names];
}

/** What stands between two tokens as one expression that nobody looks into. */
export function opaque({ tokens }: Cursor, first: number, past: number): Expr {
  const span = { from: tokens.starts[first]!, to: tokens.ends[past - 1]! };
  return { type: 'Opaque', ...span, names: namesBetween(tokens, first, past) };
}
