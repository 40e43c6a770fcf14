import { itemsOf } from '../domain/heap';
import { isLength } from '../domain/size';
import { cloneState, joinStates, type State } from '../domain/state';
import { constantInt, type Value } from '../domain/value';
import { type Ask, assume } from '../narrowing/assume';
import type { BinaryExpr, Expr } from '../syntax/ast';
import { evaluate } from './evaluate';
import type { Run } from './run';
import { emit, newFrame, quietly } from './run';
import { Scope } from './scope';

/** The two ways on from a test; null is a way that cannot be taken. */
interface Branches {
  readonly whenTrue: State | null;
  readonly whenFalse: State | null;
}

/** Evaluates a test once, then splits the state by what each outcome proves. */
export function branch(scope: Scope, expr: Expr): Branches {
  const { run, state } = scope;
  if (expr.type === 'Unary' && expr.op === 'not') {
    const { whenTrue, whenFalse } = branch(scope, expr.operand);
    return { whenTrue: whenFalse, whenFalse: whenTrue };
  }
  if (expr.type === 'Binary' && (expr.op === 'and' || expr.op === 'or')) return logic(scope, expr);
  const value = evaluate(scope, expr);
  emit(run, { kind: 'test', expr, value }, true);
  const known = truthOf(state, value);
  // The state itself goes on as the second way: callers use nothing but the two.
  const taken = known === false ? null : cloneState(state);
  return {
    whenTrue: taken && assume(askQuietly(run), taken, expr, true),
    whenFalse: known === true ? null : assume(askQuietly(run), state, expr, false),
  };
}

function logic(scope: Scope, expr: BinaryExpr): Branches {
  const left = branch(scope, expr.left);
  if (expr.op === 'and') {
    const right = left.whenTrue ? branch(scope.with(left.whenTrue), expr.right) : NOWHERE;
    return { whenTrue: right.whenTrue, whenFalse: joinStates(left.whenFalse, right.whenFalse) };
  }
  const right = left.whenFalse ? branch(scope.with(left.whenFalse), expr.right) : NOWHERE;
  return { whenTrue: joinStates(left.whenTrue, right.whenTrue), whenFalse: right.whenFalse };
}

const NOWHERE: Branches = { whenTrue: null, whenFalse: null };

/** The truth of a value that has one for sure. */
function truthOf(state: State, value: Value): boolean | null {
  switch (value.kind) {
    case 'bool':
      return value.value;
    case 'none':
      return false;
    case 'string':
      return value.value === null ? null : value.value !== '';
    case 'int': {
      const number = constantInt(value);
      return number === null ? (isLength(value.size) ? true : null) : number !== 0;
    }
    case 'reference': {
      const items = itemsOf(state, value);
      return items ? items.length > 0 : null;
    }
    case 'tuple':
      return value.items.length > 0;
    default:
      return null;
  }
}

/** What an expression is in a state, asked without effects and findings. */
function askQuietly(run: Run): Ask {
  return (state, expr) =>
    quietly(run, () => evaluate(new Scope(run, newFrame(null), cloneState(state)), expr));
}
