import type { BinaryExpr, Expr, Parameter } from './ast';
import { parseAtom } from './atoms';
import { toCall, toIndices } from './calls';
import {
  breakOff,
  CHAIN_CAP,
  type Cursor,
  deeper,
  expect,
  kindAt,
  opaque,
  previousEnd,
  startOf,
  take,
  takeName,
} from './cursor';
import type { TokenKind } from './tokenKinds';

/** How tight a binary operator binds; `not` stands between `and` and the comparisons. */
const PRECEDENCE: Partial<Record<TokenKind, number>> = {
  or: 1,
  and: 2,
  in: 4,
  is: 4,
  not: 4,
  '<': 4,
  '>': 4,
  '<=': 4,
  '>=': 4,
  '==': 4,
  '!=': 4,
  '|': 5,
  '^': 6,
  '&': 7,
  '<<': 8,
  '>>': 8,
  '+': 9,
  '-': 9,
  '*': 10,
  '/': 10,
  '//': 10,
  '%': 10,
  '@': 10,
  '**': 12,
};
const NOT = 3;
const COMPARISON = 4;
const BIT_OR = 5;
const SIGN = 11;
const POWER = 12;

/** Any expression but a bare tuple, assignment expression or `yield`. */
export function parseExpr(cursor: Cursor): Expr {
  return deeper(cursor, parseTernary);
}

function parseTernary(cursor: Cursor): Expr {
  if (kindAt(cursor) === 'lambda') return parseLambda(cursor);
  const from = startOf(cursor);
  const then = parseBinary(cursor, 1);
  if (!take(cursor, 'if')) return then;
  const test = parseBinary(cursor, 1);
  expect(cursor, 'else');
  const otherwise = parseExpr(cursor);
  return { type: 'Conditional', from, to: previousEnd(cursor), test, then, otherwise };
}

/** `name := value`, or any expression. */
export function parseNamed(cursor: Cursor): Expr {
  if (kindAt(cursor) !== 'name' || kindAt(cursor, 1) !== ':=') return parseExpr(cursor);
  const from = startOf(cursor);
  const name = takeName(cursor);
  const target = { type: 'Name', from, to: previousEnd(cursor), name } as const;
  cursor.at++;
  const value = parseExpr(cursor);
  return { type: 'Walrus', from, to: previousEnd(cursor), target, value };
}

/** A condition of a comprehension, or what it iterates: no ternary of its own. */
export const parseCondition = (cursor: Cursor): Expr => deeper(cursor, parseUntaken);

function parseUntaken(cursor: Cursor): Expr {
  if (kindAt(cursor) === 'lambda') return parseLambda(cursor);
  return kindAt(cursor, 1) === ':=' ? parseNamed(cursor) : parseBinary(cursor, 1);
}

function parseBinary(cursor: Cursor, least: number): Expr {
  const from = startOf(cursor);
  let left = parseUnary(cursor);
  let compared: BinaryExpr | null = null;
  for (let links = 0; ; links++) {
    const kind = kindAt(cursor);
    const precedence = PRECEDENCE[kind];
    if (precedence === undefined || precedence < least) return left;
    if (kind === 'not' && kindAt(cursor, 1) !== 'in') return left;
    if (links >= CHAIN_CAP) breakOff();
    const op = takeOperator(cursor, kind);
    const right =
      precedence === POWER ? deeper(cursor, parsePower) : parseBinary(cursor, precedence + 1);
    if (precedence === COMPARISON && compared !== null && left === compared) {
      // `a < b < c` means `a < b and b < c`.
      left = chained(left, compared, op, right);
    } else left = { type: 'Binary', from, to: previousEnd(cursor), op, left, right };
    compared = precedence === COMPARISON ? (left as BinaryExpr) : null;
  }
}

/** `**` groups to the right. */
const parsePower = (cursor: Cursor): Expr => parseBinary(cursor, POWER);
const parseSigned = (cursor: Cursor): Expr => parseBinary(cursor, SIGN);
const parseNegated = (cursor: Cursor): Expr => parseBinary(cursor, NOT);
const parseBits = (cursor: Cursor): Expr => parseBinary(cursor, BIT_OR);

function chained(left: Expr, compared: BinaryExpr, op: string, right: Expr): Expr {
  const middle = compared.op === 'and' ? (compared.right as BinaryExpr).right : compared.right;
  const where = { from: middle.from, to: right.to };
  const second: Expr = { type: 'Binary', ...where, op, left: middle, right };
  return { type: 'Binary', from: left.from, to: right.to, op: 'and', left, right: second };
}

function takeOperator(cursor: Cursor, kind: TokenKind): string {
  cursor.at++;
  if (kind === 'not') {
    cursor.at++;
    return 'not in';
  }
  return kind === 'is' && take(cursor, 'not') ? 'is not' : kind;
}

function parseUnary(cursor: Cursor): Expr {
  const kind = kindAt(cursor);
  if (kind === 'not' || kind === '-' || kind === '+' || kind === '~') {
    const from = startOf(cursor);
    cursor.at++;
    const operand = deeper(cursor, kind === 'not' ? parseNegated : parseSigned);
    return { type: 'Unary', from, to: previousEnd(cursor), op: kind, operand };
  }
  if (take(cursor, 'await')) return deeper(cursor, parseUnary);
  return parsePostfix(cursor);
}

function parsePostfix(cursor: Cursor): Expr {
  const from = startOf(cursor);
  let expr = parseAtom(cursor);
  for (let links = 0; ; links++) {
    const kind = kindAt(cursor);
    if (kind !== '.' && kind !== '(' && kind !== '[') return expr;
    if (links >= CHAIN_CAP) breakOff();
    if (kind === '(') expr = toCall(cursor, from, expr);
    else if (kind === '[') {
      const indices = toIndices(cursor);
      expr = { type: 'Index', from, to: previousEnd(cursor), object: expr, indices };
    } else {
      cursor.at++;
      const nameFrom = startOf(cursor);
      const name = takeName(cursor);
      const to = previousEnd(cursor);
      expr = { type: 'Attribute', from, to, object: expr, name, nameSpan: { from: nameFrom, to } };
    }
  }
}

function parseLambda(cursor: Cursor): Expr {
  const from = startOf(cursor);
  cursor.at++;
  const params = parseParameters(cursor, ':');
  expect(cursor, ':');
  const body = parseExpr(cursor);
  return { type: 'Lambda', from, to: previousEnd(cursor), params, body };
}

/** The parameters of a function or lambda up to a closing token; a bare `*` or `/` leaves none. */
export function parseParameters(cursor: Cursor, closing: ')' | ':'): Parameter[] {
  const params: Parameter[] = [];
  while (kindAt(cursor) !== closing) {
    if (!take(cursor, '/')) {
      const spread = take(cursor, '**') ? '**' : take(cursor, '*') ? '*' : null;
      if (spread !== '*' || kindAt(cursor) === 'name')
        params.push(parameter(cursor, closing, spread));
    }
    if (!take(cursor, ',')) break;
  }
  return params;
}

function parameter(cursor: Cursor, closing: ')' | ':', spread: Parameter['spread']): Parameter {
  const from = startOf(cursor);
  const name = takeName(cursor);
  const to = previousEnd(cursor);
  if (closing === ')' && take(cursor, ':')) parseItem(cursor);
  const defaultValue = take(cursor, '=') ? parseExpr(cursor) : null;
  return { from, to, name, spread, defaultValue };
}

/** One entry of a display or an expression list: `*x` becomes a `Star`. */
export function parseItem(cursor: Cursor): Expr {
  const from = startOf(cursor);
  if (!take(cursor, '*')) return parseNamed(cursor);
  const value = deeper(cursor, parseBits);
  return { type: 'Star', from, to: previousEnd(cursor), value };
}

/** What a loop binds: names, items, tuples of them, up to `in`. */
function parseTarget(cursor: Cursor): Expr {
  const from = startOf(cursor);
  if (!take(cursor, '*')) return deeper(cursor, parseBits);
  const value = deeper(cursor, parseBits);
  return { type: 'Star', from, to: previousEnd(cursor), value };
}

/** What `for` and comprehensions bind: one target, or a tuple of them. @throws BrokenLine */
export const parseTargets = (cursor: Cursor): Expr => listOf(cursor, parseTarget);

/** One expression, or the tuple that bare commas make; `yield` is opaque. */
export function parseExprList(cursor: Cursor): Expr {
  return kindAt(cursor) === 'yield' ? parseYield(cursor) : listOf(cursor, parseItem);
}

/** `yield` with what follows it. */
export function parseYield(cursor: Cursor): Expr {
  const first = cursor.at;
  cursor.at++;
  take(cursor, 'from');
  if (!LIST_ENDS.has(kindAt(cursor))) parseExprList(cursor);
  return opaque(cursor, first, cursor.at);
}

const LIST_ENDS = new Set<TokenKind>([
  'newline',
  'in',
  ';',
  ':',
  '=',
  ')',
  ']',
  '}',
  'end',
  'error',
]);

function listOf(cursor: Cursor, parse: (cursor: Cursor) => Expr): Expr {
  const from = startOf(cursor);
  const first = parse(cursor);
  if (kindAt(cursor) !== ',') {
    return first.type === 'Star'
      ? { type: 'Tuple', from, to: previousEnd(cursor), items: [first] }
      : first;
  }
  const items = [first];
  while (take(cursor, ',') && !isListEnd(kindAt(cursor))) items.push(parse(cursor));
  return { type: 'Tuple', from, to: previousEnd(cursor), items };
}

const isListEnd = (kind: TokenKind): boolean => LIST_ENDS.has(kind) || /.=$/.test(kind);
