import type { CompClause, Expr } from './ast';
import {
  breakOff,
  CHAIN_CAP,
  type Cursor,
  expect,
  kindAt,
  previousEnd,
  startOf,
  take,
} from './cursor';
import {
  parseCondition,
  parseExpr,
  parseItem,
  parseNamed,
  parseTargets,
  parseYield,
} from './expressions';
import { stringValue } from './strings';
import { tokenText } from './tokenKinds';

/** A name, a literal, or what brackets hold; breaks off where there is none. */
export function parseAtom(cursor: Cursor): Expr {
  const from = startOf(cursor);
  const kind = kindAt(cursor);
  const parse = BRACKETS[kind];
  if (parse) return parse(cursor, from);
  if (kind === 'string' || kind === 'format') return strings(cursor, from);
  cursor.at++;
  const to = previousEnd(cursor);
  switch (kind) {
    case 'name':
      return { type: 'Name', from, to, name: tokenText(cursor.tokens, cursor.at - 1) };
    case 'number':
      return { type: 'Number', from, to, ...numberOf(tokenText(cursor.tokens, cursor.at - 1)) };
    case 'True':
    case 'False':
      return { type: 'Constant', from, to, value: kind === 'True' };
    case 'None':
      return { type: 'Constant', from, to, value: null };
    case '...':
      return { type: 'Constant', from, to, value: '...' };
    default:
      return breakOff();
  }
}

function numberOf(literal: string): { value: number; isInteger: boolean } {
  const text = literal.replaceAll('_', '');
  const value = /^0\d*[1-9]\d*$/.test(text) ? Number.NaN : Number(text);
  return { value, isInteger: /^(0[xXoObB])|^\d+$/.test(text) };
}

/** Adjacent literals make one string. */
function strings(cursor: Cursor, from: number): Expr {
  let value: string | null = '';
  for (; ; cursor.at++) {
    const kind = kindAt(cursor);
    if (kind !== 'string' && kind !== 'format') break;
    const part: string | null =
      kind === 'string' ? stringValue(tokenText(cursor.tokens, cursor.at)) : null;
    value = value === null || part === null ? null : value + part;
  }
  return { type: 'String', from, to: previousEnd(cursor), value };
}

type Bracket = (cursor: Cursor, from: number) => Expr;

const BRACKETS: Readonly<Partial<Record<string, Bracket>>> = {
  '(': parenthesised,
  '[': list,
  '{': braced,
};

function parenthesised(cursor: Cursor, from: number): Expr {
  cursor.at++;
  if (take(cursor, ')')) return { type: 'Tuple', from, to: previousEnd(cursor), items: [] };
  if (kindAt(cursor) === 'yield') {
    const value = parseYield(cursor);
    expect(cursor, ')');
    return value;
  }
  const first = parseItem(cursor);
  if (isClause(cursor)) return comprehension(cursor, from, 'generator', first, null, ')');
  if (take(cursor, ')')) return first.type === 'Star' ? breakOff() : first;
  const items = rest(cursor, first, ')');
  return { type: 'Tuple', from, to: previousEnd(cursor), items };
}

function list(cursor: Cursor, from: number): Expr {
  cursor.at++;
  if (take(cursor, ']')) return { type: 'List', from, to: previousEnd(cursor), items: [] };
  const first = parseItem(cursor);
  if (isClause(cursor)) return comprehension(cursor, from, 'list', first, null, ']');
  const items = rest(cursor, first, ']');
  return { type: 'List', from, to: previousEnd(cursor), items };
}

/** The entries after the first, with the closing bracket. */
function rest(cursor: Cursor, first: Expr, closing: ')' | ']' | '}'): Expr[] {
  const items = [first];
  while (take(cursor, ',') && kindAt(cursor) !== closing) items.push(parseItem(cursor));
  expect(cursor, closing);
  return items;
}

function braced(cursor: Cursor, from: number): Expr {
  cursor.at++;
  if (take(cursor, '}')) return { type: 'Dict', from, to: previousEnd(cursor), entries: [] };
  if (kindAt(cursor) === '**') return dict(cursor, from);
  const first = parseItem(cursor);
  if (take(cursor, ':')) {
    const value = parseExpr(cursor);
    if (isClause(cursor)) return comprehension(cursor, from, 'dict', first, value, '}');
    return dict(cursor, from, { key: first, value });
  }
  if (isClause(cursor)) return comprehension(cursor, from, 'set', first, null, '}');
  const items = rest(cursor, first, '}');
  return { type: 'Set', from, to: previousEnd(cursor), items };
}

type Entry = { readonly key: Expr | null; readonly value: Expr };

function dict(cursor: Cursor, from: number, first?: Entry): Expr {
  const entries = first ? [first] : [entry(cursor)];
  while (take(cursor, ',') && kindAt(cursor) !== '}') entries.push(entry(cursor));
  expect(cursor, '}');
  return { type: 'Dict', from, to: previousEnd(cursor), entries };
}

function entry(cursor: Cursor): Entry {
  if (take(cursor, '**')) return { key: null, value: parseExpr(cursor) };
  const key = parseNamed(cursor);
  expect(cursor, ':');
  return { key, value: parseExpr(cursor) };
}

/** Whether the clauses of a comprehension begin here. */
export const isClause = (cursor: Cursor): boolean =>
  kindAt(cursor) === 'for' || (kindAt(cursor) === 'async' && kindAt(cursor, 1) === 'for');

/** A comprehension from its first clause to its closing bracket. */
export function comprehension(
  cursor: Cursor,
  from: number,
  kind: 'list' | 'set' | 'dict' | 'generator',
  element: Expr,
  value: Expr | null,
  closing: ')' | ']' | '}',
): Expr {
  const clauses: CompClause[] = [];
  while (isClause(cursor)) {
    if (clauses.length >= CHAIN_CAP) breakOff();
    take(cursor, 'async');
    cursor.at++;
    const target = parseTargets(cursor);
    expect(cursor, 'in');
    const iterable = parseCondition(cursor);
    const conditions: Expr[] = [];
    while (take(cursor, 'if')) conditions.push(parseCondition(cursor));
    clauses.push({ target, iterable, conditions });
  }
  expect(cursor, closing);
  return { type: 'Comprehension', from, to: previousEnd(cursor), kind, element, value, clauses };
}
