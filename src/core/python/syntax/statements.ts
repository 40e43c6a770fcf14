import type { Statement } from './ast';
import { compound } from './compound';
import { BrokenLine, type Cursor, kindAt, namesBetween } from './cursor';
import { simpleLine } from './simple';
import type { TokenKind } from './tokenKinds';

/** The statements from the cursor to a token number: those of a block, or of a whole text. */
export function parseBlock(cursor: Cursor, end: number): Statement[] {
  const statements: Statement[] = [];
  /** The token with which the last statement begins. */
  let last = cursor.at;
  while (cursor.at < end && kindAt(cursor) !== 'end') {
    cursor.tick();
    if (kindAt(cursor) === 'indent') {
      // A block that nothing opens: the line before it cannot have been meant as it stands.
      while (statements.length > 0 && statements.at(-1)!.from >= cursor.tokens.starts[last]!)
        statements.pop();
      statements.push(forgetBlock(cursor, last));
      continue;
    }
    last = cursor.at;
    statements.push(...parseStatement(cursor, end));
  }
  return statements;
}

/** One logical line with its blocks; a line that is no Python becomes `Forget`, blocks included. */
function parseStatement(cursor: Cursor, end: number): readonly Statement[] {
  const { at, depth } = cursor;
  try {
    const whole = compound(cursor);
    return whole ? [whole] : simpleLine(cursor);
  } catch (error) {
    if (!(error instanceof BrokenLine)) throw error;
    cursor.at = at;
    cursor.depth = depth;
    return [brokenLine(cursor, end)];
  }
}

function brokenLine(cursor: Cursor, end: number): Statement {
  const { tokens, at: first } = cursor;
  const isDecorator = kindAt(cursor) === '@';
  skipLine(cursor, end);
  // A header whose block is not indented yet may mean the next statement by it.
  const isHeader = isDecorator || tokens.kinds[cursor.at - 2] === ':';
  if (isHeader && kindAt(cursor) !== 'indent') {
    while (kindAt(cursor) === '@') skipLine(cursor, end);
    skipLine(cursor, end);
  }
  return forgetBlock(cursor, first);
}

function skipLine(cursor: Cursor, end: number): void {
  const { kinds } = cursor.tokens;
  while (cursor.at < end && kinds[cursor.at] !== 'newline') cursor.at++;
  if (cursor.at < end) cursor.at++;
}

/** From a token to the cursor, with the block that begins there, as names that may be anything. */
function forgetBlock(cursor: Cursor, first: number): Statement {
  const { tokens } = cursor;
  if (kindAt(cursor) === 'indent') cursor.at = tokens.blockEnds.get(cursor.at)! + 1;
  const from = tokens.starts[first]!;
  const to = Math.max(from, tokens.ends[cursor.at - 1] ?? from);
  const names = namesBetween(tokens, first, cursor.at);
  const isNameless = NAMELESS.has(tokens.kinds[first]!);
  return { type: 'Forget', from, to, names, isBroken: true, isNameless };
}

/** Tokens that no statement begins with: what stood before them is missing. */
const NAMELESS = new Set<TokenKind>(['=', ',', '.', ':', ')', ']', '}', '+=', '-=', '*=', '/=']);

/** The offset of the first statement that did not parse, nested functions apart, or null. */
export function firstBroken(statements: readonly Statement[]): number | null {
  for (const statement of statements) {
    const at =
      statement.type === 'Forget'
        ? statement.isBroken
          ? statement.from
          : null
        : firstBroken(blocksOf(statement).flat());
    if (at !== null) return at;
  }
  return null;
}

/** The blocks of statements directly inside one; a nested function or class has its own. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.type) {
    case 'If':
      return [...statement.branches.map(branch => branch.body), statement.otherwise];
    case 'For':
    case 'While':
      return [statement.body, statement.otherwise];
    case 'With':
      return [statement.body];
    case 'Try':
      return [
        statement.body,
        ...statement.handlers.map(handler => handler.body),
        statement.otherwise,
        statement.last,
      ];
    case 'Match':
      return statement.cases.map(item => item.body);
    default:
      return [];
  }
}
