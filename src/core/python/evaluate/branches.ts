import { cloneState, joinStates, type State } from '../domain/state';
import { assignedNames } from '../syntax/assignedNames';
import type { BinaryExpr, Expr, IfStatement, ReturnStatement, Statement } from '../syntax/ast';
import { branch } from './branch';
import type { CallFrame } from './run';
import { oneWay } from './run';
import type { Scope } from './scope';
import { executeBlock } from './statements';

/** The state at the end of each way through an `if` that gets there. */
export function ifEnds(scope: Scope, statement: IfStatement): State[] {
  const { run, state } = scope;
  const ends: State[] = [];
  let rest: State | null = state;
  const finish = (start: State | null, body: readonly Statement[]) => {
    const end = start && executeBlock(scope.with(start), body);
    if (end) ends.push(end);
  };
  for (const { test, body } of statement.branches) {
    if (rest === null) break;
    run.statement.at = statement;
    const { whenTrue, whenFalse } = branch(scope.with(rest), test);
    finish(whenTrue, body);
    rest = whenFalse;
  }
  finish(rest, statement.otherwise);
  return ends;
}

/** Runs an `if`, its ways joined; null when none gets to its end. */
export function runIf(scope: Scope, statement: IfStatement): State | null {
  return ifEnds(scope, statement).reduce<State | null>((sum, end) => joinStates(sum, end), null);
}

const MAX_TAIL = 4;
const STRAIGHT = /^(Assign|Augmented|Expression|Return)$/;

/**
 * The short straight line to a `return` that follows an `if` on the node's own widgets, or null. Each way
 * through such an `if` can be taken, so each is followed to the end on its own: a bad one is not hidden by
 * a good one. A test on a tensor may hold for every sound input, so its ways stay joined.
 */
export function tailAfter(
  frame: CallFrame,
  statements: readonly Statement[],
  at: number,
): readonly Statement[] | null {
  const statement = statements[at]!;
  const count = statements.length - at - 1;
  if (statement.type !== 'If' || frame.onReturn === null || count < 1 || count > MAX_TAIL)
    return null;
  const tail = statements.slice(at + 1);
  const isLine = tail.at(-1)!.type === 'Return' && tail.every(item => STRAIGHT.test(item.type));
  return isLine && statement.branches.every(({ test }) => isWidgetTest(frame, test)) ? tail : null;
}

/** Runs the line for all ways together, then for each alone: what only one way does has no sure mend here. */
export function runTail(scope: Scope, ends: readonly State[], tail: readonly Statement[]): void {
  const joined = ends.reduce<State | null>((sum, end) => joinStates(sum, end), null);
  if (joined === null) return;
  executeBlock(scope.with(ends.length > 1 ? cloneState(joined) : joined), tail);
  if (ends.length < 2) return;
  oneWay(scope.run, () => {
    for (const end of ends)
      executeBlock(scope.inFrame({ ...scope.frame, returns: [] }).with(end), tail);
  });
}

/** A test of nothing but constants and parameters that the method never assigns, or whether one is linked. */
function isWidgetTest(frame: CallFrame, expr: Expr): boolean {
  switch (expr.type) {
    case 'Name': {
      const { definition } = frame;
      const isOwn = definition?.params.some(param => param.name === expr.name) ?? false;
      return isOwn && !assignedNames(definition!.body).has(expr.name);
    }
    case 'Number':
    case 'String':
      return true;
    case 'Constant':
      return expr.value !== null;
    case 'Tuple':
    case 'List':
      return expr.items.every(item => isWidgetTest(frame, item));
    case 'Unary':
      return isWidgetTest(frame, expr.operand);
    case 'Binary':
      if (/^is/.test(expr.op)) return isLinkTest(frame, expr);
      return isWidgetTest(frame, expr.left) && isWidgetTest(frame, expr.right);
    default:
      return false;
  }
}

/** `mask is None` of an optional input: with a link and without, both come. */
function isLinkTest(frame: CallFrame, { left, right }: BinaryExpr): boolean {
  if (left.type !== 'Name' || right.type !== 'Constant' || right.value !== null) return false;
  const { defaultValue } = frame.definition?.params.find(({ name }) => name === left.name) ?? {};
  return (
    defaultValue?.type === 'Constant' && defaultValue.value === null && isWidgetTest(frame, left)
  );
}

interface SplitReturn {
  readonly test: Expr;
  readonly whenTrue: ReturnStatement;
  readonly whenFalse: ReturnStatement;
}

const MAX_CONDITIONALS = 3;

/** `return (a if widget else b, c)` as the two returns that it stands for; null for any other. */
export function splitReturn(frame: CallFrame, statement: ReturnStatement): SplitReturn | null {
  const { value } = statement;
  if (frame.onReturn === null) return null;
  if (value?.type === 'Conditional') {
    if (!isWidgetTest(frame, value.test)) return null;
    const arm = (expr: Expr): ReturnStatement => ({ ...statement, value: expr, outer: expr });
    return { test: value.test, whenTrue: arm(value.then), whenFalse: arm(value.otherwise) };
  }
  if (value?.type !== 'Tuple') return null;
  const conditionals = value.items.filter(
    item => item.type === 'Conditional' && isWidgetTest(frame, item.test),
  );
  const [first] = conditionals;
  if (first?.type !== 'Conditional' || conditionals.length > MAX_CONDITIONALS) return null;
  const arm = (expr: Expr): ReturnStatement => ({
    ...statement,
    value: { ...value, items: value.items.map(item => (item === first ? expr : item)) },
  });
  return { test: first.test, whenTrue: arm(first.then), whenFalse: arm(first.otherwise) };
}
