import type { Expr, ImportStatement, Statement } from './ast';
import {
  breakOff,
  type Cursor,
  expect,
  kindAt,
  namesBetween,
  previousEnd,
  startOf,
  take,
  takeName,
} from './cursor';
import { parseExpr, parseExprList } from './expressions';
import type { TokenKind } from './tokenKinds';
import { tokenText } from './tokenKinds';

/** The statements of one logical line, `;` between them, with its `newline`. */
export function simpleLine(cursor: Cursor): Statement[] {
  const statements: Statement[] = [];
  do {
    if (kindAt(cursor) === 'newline') break;
    const parse = SIMPLE[kindAt(cursor)] ?? expressionLike;
    const statement = parse(cursor, startOf(cursor));
    if (statement) statements.push(statement);
  } while (take(cursor, ';'));
  expect(cursor, 'newline');
  return statements;
}

const WHOLE = { isBroken: false, isNameless: false };

type Parse = (cursor: Cursor, from: number) => Statement | null;

const SIMPLE: Readonly<Partial<Record<TokenKind, Parse>>> = {
  return: toReturn,
  import: toImport,
  from: toFromImport,
  raise: toRaise,
  assert: toAssert,
  del: toForget,
  global: toForget,
  nonlocal: toForget,
  break: toJump('Break'),
  continue: toJump('Continue'),
  pass: toJump('Pass'),
};

function toJump(type: 'Break' | 'Continue' | 'Pass'): Parse {
  return (cursor, from) => {
    cursor.at++;
    return { type, from, to: previousEnd(cursor) };
  };
}

const AUGMENTED = /^(?:[-+*/%@&|^]|\*\*|\/\/|<<|>>)=$/;

/** An assignment of any sort, or an expression for its effects. */
function expressionLike(cursor: Cursor, from: number): Statement | null {
  if (isTypeAlias(cursor)) return toTypeAlias(cursor, from);
  const first = parseExprList(cursor);
  const kind = kindAt(cursor);
  if (AUGMENTED.test(kind)) {
    cursor.at++;
    const value = parseExprList(cursor);
    const op = kind.slice(0, -1);
    return { type: 'Augmented', from, to: previousEnd(cursor), target: first, op, value };
  }
  if (kind === ':') {
    cursor.at++;
    parseExpr(cursor);
    if (kindAt(cursor) !== '=') return null;
  }
  if (kindAt(cursor) !== '=')
    return { type: 'Expression', from, to: previousEnd(cursor), value: first };
  const targets = [first];
  while (take(cursor, '=')) targets.push(parseExprList(cursor));
  const value = targets.pop()!;
  if (!targets.every(isTarget)) breakOff();
  return { type: 'Assign', from, to: previousEnd(cursor), targets, value };
}

/** What Python lets one assign to: half-typed code often joins two lines into nonsense. */
function isTarget(expr: Expr): boolean {
  if (expr.type === 'Tuple' || expr.type === 'List') return expr.items.every(isTarget);
  if (expr.type === 'Star') return isTarget(expr.value);
  return expr.type === 'Name' || expr.type === 'Attribute' || expr.type === 'Index';
}

const isTypeAlias = (cursor: Cursor): boolean =>
  kindAt(cursor) === 'name' &&
  kindAt(cursor, 1) === 'name' &&
  tokenText(cursor.tokens, cursor.at) === 'type';

function toTypeAlias(cursor: Cursor, from: number): Statement {
  cursor.at++;
  const name = takeName(cursor);
  while (kindAt(cursor) !== '=') {
    if (kindAt(cursor) === 'newline') breakOff();
    cursor.at++;
  }
  cursor.at++;
  parseExpr(cursor);
  return { type: 'Forget', from, to: previousEnd(cursor), names: [name], ...WHOLE };
}

function toReturn(cursor: Cursor, from: number): Statement {
  cursor.at++;
  if (isLineEnd(cursor)) {
    return { type: 'Return', from, to: previousEnd(cursor), value: null, outer: null };
  }
  const outerFrom = startOf(cursor);
  const value = parseExprList(cursor);
  const outer = { from: outerFrom, to: previousEnd(cursor) };
  return { type: 'Return', from, to: previousEnd(cursor), value, outer };
}

const isLineEnd = (cursor: Cursor): boolean =>
  kindAt(cursor) === 'newline' || kindAt(cursor) === ';';

function toRaise(cursor: Cursor, from: number): Statement {
  cursor.at++;
  if (!isLineEnd(cursor)) parseExprList(cursor);
  if (take(cursor, 'from')) parseExpr(cursor);
  return { type: 'Raise', from, to: previousEnd(cursor) };
}

function toAssert(cursor: Cursor, from: number): Statement {
  cursor.at++;
  const test = parseExpr(cursor);
  if (take(cursor, ',')) parseExpr(cursor);
  return { type: 'Assert', from, to: previousEnd(cursor), test };
}

function toForget(cursor: Cursor, from: number): Statement {
  const first = cursor.at;
  cursor.at++;
  parseExprList(cursor);
  const names = namesBetween(cursor.tokens, first, cursor.at);
  return { type: 'Forget', from, to: previousEnd(cursor), names, ...WHOLE };
}

function toImport(cursor: Cursor, from: number): ImportStatement {
  cursor.at++;
  const names: { local: string; path: string }[] = [];
  do {
    const path = dotted(cursor);
    const first = path.split('.')[0]!;
    if (take(cursor, 'as')) names.push({ local: takeName(cursor), path });
    else names.push({ local: first, path: first });
  } while (take(cursor, ','));
  return { type: 'Import', from, to: previousEnd(cursor), names };
}

function toFromImport(cursor: Cursor, from: number): ImportStatement {
  cursor.at++;
  let prefix = '';
  while (kindAt(cursor) === '.' || kindAt(cursor) === '...') prefix += textOfNext(cursor);
  if (prefix === '' || kindAt(cursor) === 'name') prefix += dotted(cursor);
  expect(cursor, 'import');
  const names: { local: string; path: string }[] = [];
  if (take(cursor, '*')) names.push({ local: '*', path: `${prefix}.*` });
  else {
    const closing = take(cursor, '(') ? ')' : 'newline';
    do {
      if (names.length > 0 && kindAt(cursor) === closing) break;
      const name = takeName(cursor);
      const local = take(cursor, 'as') ? takeName(cursor) : name;
      names.push({ local, path: `${prefix}.${name}` });
    } while (take(cursor, ','));
    if (closing === ')') expect(cursor, ')');
  }
  return { type: 'Import', from, to: previousEnd(cursor), names };
}

function textOfNext(cursor: Cursor): string {
  cursor.at++;
  return tokenText(cursor.tokens, cursor.at - 1);
}

function dotted(cursor: Cursor): string {
  let path = takeName(cursor);
  while (take(cursor, '.')) path += `.${takeName(cursor)}`;
  return path;
}
