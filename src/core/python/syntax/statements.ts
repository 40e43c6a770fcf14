import type { Statement } from './ast';
import { compound } from './compound';
import { BrokenLine, type Cursor, kindAt, namesBetween, startOf } from './cursor';
import { simpleLine } from './simple';
import type { TokenKind } from './tokenKinds';

/** The statements from the cursor to a token number: those of a block, or of a whole text. */
export function parseBlock(cursor: Cursor, end: number): Statement[] {
  const statements: Statement[] = [];
  const first = cursor.at;
  /** The token with which the last line begins. */
  let last = first;
  while (cursor.at < end && kindAt(cursor) !== 'end') {
    cursor.tick();
    const doubted = doubtedFrom(cursor, statements.at(-1), first, last);
    if (doubted === null) {
      last = cursor.at;
      statements.push(...parseStatement(cursor, end));
      continue;
    }
    while (statements.length > 0 && statements.at(-1)!.from >= cursor.tokens.starts[doubted]!)
      statements.pop();
    if (kindAt(cursor) !== 'indent') parseStatement(cursor, end);
    statements.push(forgetBlock(cursor, doubted));
    last = doubted;
  }
  return statements;
}

/** The first token of what the line under the cursor shows was not meant as it stands, or null. */
function doubtedFrom(
  cursor: Cursor,
  previous: Statement | undefined,
  first: number,
  last: number,
): number | null {
  const kind = kindAt(cursor);
  // A block that nothing opens belongs to a header that the line before should have been.
  if (kind === 'indent') return last;
  // A line between two levels: where the block's own lines belong is not known.
  if (kind === 'error' && cursor.tokens.ends[cursor.at] === startOf(cursor)) return first;
  if (!CLAUSES.has(kind) || previous?.type === 'Forget') return null;
  // A clause whose own header is broken leaves the statement above it sound.
  const isOwn = previous?.type === 'If' && previous.otherwise.length === 0 && kind !== 'except';
  return isOwn ? null : last;
}

const CLAUSES = new Set<TokenKind>(['elif', 'else', 'except', 'finally']);

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
  // A statement begins with a word: where it does not, what it binds may be what is missing.
  const isNameless = !/^[a-z@]/i.test(tokens.text[from] ?? '');
  return { type: 'Forget', from, to, names, isBroken: true, isNameless };
}

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
