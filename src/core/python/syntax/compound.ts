import type { Argument, Expr, FunctionStatement, Statement, TryStatement } from './ast';
import { parseArguments } from './calls';
import {
  BrokenLine,
  breakOff,
  type Cursor,
  deeper,
  expect,
  kindAt,
  namesBetween,
  previousEnd,
  startOf,
  take,
  takeName,
} from './cursor';
import { parseExprList, parseNamed, parseParameters, parseTargets } from './expressions';
import { simpleLine } from './simple';
import { firstBroken, parseBlock } from './statements';
import type { TokenKind, Tokens } from './tokenKinds';
import { tokenText } from './tokenKinds';

type Parse = (cursor: Cursor, from: number) => Statement;

/** The statement with blocks that begins at the cursor; null where it is a simple one. */
export function compound(cursor: Cursor): Statement | null {
  const parse = COMPOUND[kindAt(cursor)];
  if (parse) return parse(cursor, startOf(cursor));
  return isMatch(cursor) ? toMatch(cursor, startOf(cursor)) : null;
}

const COMPOUND: Readonly<Partial<Record<TokenKind, Parse>>> = {
  if: toIf,
  for: toFor,
  while: toWhile,
  with: toWith,
  try: toTry,
  def: (cursor, from) => toFunction(cursor, from, []),
  class: (cursor, from) => toClass(cursor, from, []),
  '@': toDecorated,
  async: toAsync,
};

/** Past a `:`: the tokens of an indented block, or of the rest of the line. */
function suite(cursor: Cursor): { first: number; past: number } {
  expect(cursor, ':');
  const { tokens } = cursor;
  if (!take(cursor, 'newline')) {
    const first = cursor.at;
    while (kindAt(cursor) !== 'newline') cursor.at++;
    cursor.at++;
    return { first, past: cursor.at };
  }
  if (kindAt(cursor) !== 'indent') breakOff();
  const first = cursor.at + 1;
  const past = tokens.blockEnds.get(cursor.at)!;
  cursor.at = past + 1;
  return { first, past };
}

function statementsOf(
  cursor: Pick<Cursor, 'tokens' | 'depth' | 'tick'>,
  { first, past }: { first: number; past: number },
): Statement[] {
  const inner: Cursor = { ...cursor, at: first };
  return deeper(inner, () => parseBlock(inner, past));
}

const block = (cursor: Cursor): Statement[] => {
  if (kindAt(cursor, 1) === 'newline') return statementsOf(cursor, suite(cursor));
  expect(cursor, ':');
  return simpleLine(cursor);
};

function toIf(cursor: Cursor, from: number): Statement {
  const branches = [parseBranch(cursor)];
  while (kindAt(cursor) === 'elif') {
    const branch = clause(cursor, parseBranch);
    if (branch === null) break;
    branches.push(branch);
  }
  const otherwise = parseElse(cursor);
  return { type: 'If', from, to: previousEnd(cursor), branches, otherwise };
}

function parseBranch(cursor: Cursor): { test: Expr; body: Statement[] } {
  cursor.at++;
  const test = parseNamed(cursor);
  return { test, body: block(cursor) };
}

/** A further clause of a statement; a broken one is left for the block to forget. */
function clause<T>(cursor: Cursor, parse: (cursor: Cursor) => T): T | null {
  const { at, depth } = cursor;
  try {
    return parse(cursor);
  } catch (error) {
    if (!(error instanceof BrokenLine)) throw error;
    cursor.at = at;
    cursor.depth = depth;
    return null;
  }
}

const parseElse = (cursor: Cursor): Statement[] =>
  (kindAt(cursor) === 'else' && clause(cursor, lastBlock)) || [];

/** The block after `else` or `finally`. */
function lastBlock(cursor: Cursor): Statement[] {
  cursor.at++;
  return block(cursor);
}

function toFor(cursor: Cursor, from: number): Statement {
  cursor.at++;
  const target = parseTargets(cursor);
  expect(cursor, 'in');
  const iterable = parseExprList(cursor);
  const body = block(cursor);
  const otherwise = parseElse(cursor);
  return { type: 'For', from, to: previousEnd(cursor), target, iterable, body, otherwise };
}

function toWhile(cursor: Cursor, from: number): Statement {
  cursor.at++;
  const test = parseNamed(cursor);
  const body = block(cursor);
  const otherwise = parseElse(cursor);
  return { type: 'While', from, to: previousEnd(cursor), test, body, otherwise };
}

type WithItem = { value: Expr; target: Expr | null };

function toWith(cursor: Cursor, from: number): Statement {
  cursor.at++;
  const { at } = cursor;
  let items = kindAt(cursor) === '(' ? bracketedItems(cursor) : null;
  if (items === null || kindAt(cursor) !== ':') {
    cursor.at = at;
    items = withItems(cursor, ':');
  }
  return { type: 'With', from, to: previousEnd(cursor), items, body: block(cursor) };
}

/** `with (a as b, c as d):`; null where the brackets belong to an expression. */
const bracketedItems = (cursor: Cursor): WithItem[] | null =>
  clause(cursor, inner => {
    inner.at++;
    const items = withItems(inner, ')');
    expect(inner, ')');
    return items;
  });

function withItems(cursor: Cursor, closing: ')' | ':'): WithItem[] {
  const items: WithItem[] = [];
  do {
    if (items.length > 0 && kindAt(cursor) === closing) break;
    const value = parseNamed(cursor);
    const target = take(cursor, 'as') ? parseNamed(cursor) : null;
    items.push({ value, target });
  } while (take(cursor, ','));
  return items;
}

/** A `try` with a clause missing or broken guards we do not know what: it breaks as a whole. */
function toTry(cursor: Cursor, from: number): Statement {
  cursor.at++;
  const body = block(cursor);
  const handlers: TryStatement['handlers'][number][] = [];
  while (take(cursor, 'except')) {
    take(cursor, '*');
    const exception = kindAt(cursor) === ':' ? null : parseNamed(cursor);
    const name = take(cursor, 'as') ? takeName(cursor) : null;
    handlers.push({ exception, name, body: block(cursor) });
  }
  const otherwise = kindAt(cursor) === 'else' ? lastBlock(cursor) : [];
  const hasLast = kindAt(cursor) === 'finally';
  if (handlers.length === 0 && !hasLast) breakOff();
  const last = hasLast ? lastBlock(cursor) : [];
  return { type: 'Try', from, to: previousEnd(cursor), body, handlers, otherwise, last };
}

function toFunction(cursor: Cursor, from: number, decorators: readonly Expr[]): FunctionStatement {
  cursor.at++;
  const name = takeName(cursor);
  if (kindAt(cursor) === '[') skipBrackets(cursor);
  expect(cursor, '(');
  const params = parseParameters(cursor, ')');
  expect(cursor, ')');
  if (take(cursor, '->')) parseExprList(cursor);
  const range = suite(cursor);
  const { tokens, tick } = cursor;
  let body: Statement[] | null = null;
  let broken: number | null | undefined;
  return {
    type: 'Function',
    from,
    to: previousEnd(cursor),
    name,
    params,
    decorators,
    get body() {
      body ??= statementsOf({ tokens, tick, depth: 0 }, range);
      return body;
    },
    get isGenerator() {
      return hasYield(tokens, range);
    },
    get firstErrorAt() {
      if (broken === undefined) broken = firstBroken(this.body);
      return broken;
    },
  };
}

/** Past brackets of which nothing is kept. */
function skipBrackets(cursor: Cursor): void {
  let depth = 0;
  do {
    const kind = kindAt(cursor);
    if (kind === 'newline' || kind === 'error') breakOff();
    if (kind === '[') depth++;
    else if (kind === ']') depth--;
    cursor.at++;
  } while (depth > 0);
}

function hasYield(tokens: Tokens, { first, past }: { first: number; past: number }): boolean {
  const { kinds, blockEnds } = tokens;
  for (let at = first; at < past; at++) {
    if (kinds[at] === 'yield') return true;
    if (kinds[at] !== 'def') continue;
    // A nested function's `yield` is its own.
    while (at < past && kinds[at] !== 'newline') at++;
    if (kinds[at + 1] === 'indent') at = blockEnds.get(at + 1)!;
  }
  return false;
}

function toClass(cursor: Cursor, from: number, decorators: readonly Expr[]): Statement {
  cursor.at++;
  const name = takeName(cursor);
  if (kindAt(cursor) === '[') skipBrackets(cursor);
  const bases: readonly Argument[] = kindAt(cursor) === '(' ? parseArguments(cursor) : [];
  const body = block(cursor);
  return { type: 'Class', from, to: previousEnd(cursor), name, bases, decorators, body };
}

function toDecorated(cursor: Cursor, from: number): Statement {
  const decorators: Expr[] = [];
  while (take(cursor, '@')) {
    decorators.push(decoratorOf(parseNamed(cursor)));
    expect(cursor, 'newline');
  }
  take(cursor, 'async');
  if (kindAt(cursor) === 'def') return toFunction(cursor, from, decorators);
  return kindAt(cursor) === 'class' ? toClass(cursor, from, decorators) : breakOff();
}

/** Only the dotted name of a decorator matters, not what it is called with. */
function decoratorOf(expr: Expr): Expr {
  const name = dottedName(expr.type === 'Call' ? expr.callee : expr);
  const span = { from: expr.from, to: expr.to };
  return name === null ? { type: 'Opaque', ...span, names: [] } : { type: 'Name', ...span, name };
}

function dottedName(expr: Expr): string | null {
  if (expr.type === 'Name') return expr.name;
  const head = expr.type === 'Attribute' ? dottedName(expr.object) : null;
  return head === null || expr.type !== 'Attribute' ? null : `${head}.${expr.name}`;
}

function toAsync(cursor: Cursor, from: number): Statement {
  cursor.at++;
  const kind = kindAt(cursor);
  const parse = kind === 'def' || kind === 'for' || kind === 'with' ? COMPOUND[kind] : undefined;
  return parse ? parse(cursor, from) : breakOff();
}

/** `match` is a name unless a block of `case` clauses follows its line. */
function isMatch(cursor: Cursor): boolean {
  const { tokens, at } = cursor;
  if (tokens.kinds[at] !== 'name' || tokenText(tokens, at) !== 'match') return false;
  let end = at;
  while (tokens.kinds[end] !== 'newline') end++;
  return (
    tokens.kinds[end - 1] === ':' &&
    tokens.kinds[end + 1] === 'indent' &&
    tokenText(tokens, end + 2) === 'case'
  );
}

function toMatch(cursor: Cursor, from: number): Statement {
  cursor.at++;
  const subject = parseExprList(cursor);
  const { past } = suite({ ...cursor });
  cursor.at += 3;
  const cases: { names: string[]; body: Statement[] }[] = [];
  while (cursor.at < past) {
    if (tokenText(cursor.tokens, cursor.at) !== 'case') breakOff();
    const first = ++cursor.at;
    skipPattern(cursor);
    const names = namesBetween(cursor.tokens, first, cursor.at);
    cases.push({ names, body: block(cursor) });
  }
  cursor.at = past + 1;
  return { type: 'Match', from, to: previousEnd(cursor), subject, cases };
}

/** To the `:` that ends the pattern and guard of a `case`. */
function skipPattern(cursor: Cursor): void {
  let depth = 0;
  for (; ; cursor.at++) {
    const kind = kindAt(cursor);
    if (kind === 'newline' || kind === 'error') breakOff();
    if (kind === ':' && depth === 0) return;
    if (kind === '(' || kind === '[' || kind === '{') depth++;
    else if (kind === ')' || kind === ']' || kind === '}') depth--;
  }
}
