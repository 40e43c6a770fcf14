import type { Argument, Expr } from './ast';
import { comprehension, isClause } from './atoms';
import {
  breakOff,
  type Cursor,
  expect,
  kindAt,
  previousEnd,
  startOf,
  take,
  takeName,
} from './cursor';
import { parseExpr, parseItem, parseNamed } from './expressions';

/** A call of what stands before the cursor's `(`. */
export function toCall(cursor: Cursor, from: number, callee: Expr): Expr {
  const args = parseArguments(cursor);
  return { type: 'Call', from, to: previousEnd(cursor), callee, args };
}

/** The arguments of a call or the bases of a class, brackets included. */
export function parseArguments(cursor: Cursor): Argument[] {
  const from = startOf(cursor);
  expect(cursor, '(');
  const args: Argument[] = [];
  while (kindAt(cursor) !== ')') {
    const argument = parseArgument(cursor);
    if (isClause(cursor)) {
      if (args.length > 0 || argument.name !== null || argument.spread !== null) breakOff();
      const value = comprehension(cursor, from, 'generator', argument.value, null, ')');
      return [{ from, to: value.to, name: null, spread: null, value }];
    }
    args.push(argument);
    if (!take(cursor, ',')) break;
  }
  expect(cursor, ')');
  return args;
}

function parseArgument(cursor: Cursor): Argument {
  const from = startOf(cursor);
  const spread = take(cursor, '**') ? '**' : take(cursor, '*') ? '*' : null;
  let name: string | null = null;
  if (spread === null && kindAt(cursor) === 'name' && kindAt(cursor, 1) === '=') {
    name = takeName(cursor);
    cursor.at++;
  }
  const value = spread === null && name === null ? parseNamed(cursor) : parseExpr(cursor);
  return { from, to: previousEnd(cursor), name, spread, value };
}

/** Every index between brackets, in order. */
export function toIndices(cursor: Cursor): Expr[] {
  expect(cursor, '[');
  const indices: Expr[] = [];
  while (kindAt(cursor) !== ']') {
    indices.push(parseIndex(cursor));
    if (!take(cursor, ',')) break;
  }
  expect(cursor, ']');
  return indices.length === 0 ? breakOff() : indices;
}

function parseIndex(cursor: Cursor): Expr {
  const from = startOf(cursor);
  const lower = isBoundEnd(cursor) ? null : parseItem(cursor);
  if (lower !== null && kindAt(cursor) !== ':') return lower;
  expect(cursor, ':');
  const upper = isBoundEnd(cursor) ? null : parseExpr(cursor);
  const step = take(cursor, ':') && !isBoundEnd(cursor) ? parseExpr(cursor) : null;
  return { type: 'Slice', from, to: previousEnd(cursor), lower, upper, step };
}

function isBoundEnd(cursor: Cursor): boolean {
  const kind = kindAt(cursor);
  return kind === ':' || kind === ',' || kind === ']';
}
