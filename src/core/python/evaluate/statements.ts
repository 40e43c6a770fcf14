import { elementOf } from '../domain/heap';
import { alternatives, join } from '../domain/join';
import {
  cloneState,
  joinObjects,
  joinStates,
  openedObject,
  replaceState,
  type State,
  sameObject,
} from '../domain/state';
import { UNKNOWN, type Value } from '../domain/value';
import { forget, mentionsName, setName } from '../domain/variables';
import { assignedNames } from '../syntax/assignedNames';
import type {
  AssignStatement,
  AugmentedStatement,
  Expr,
  FunctionStatement,
  ReturnStatement,
  Statement,
  TryStatement,
} from '../syntax/ast';
import { walkExprs } from '../syntax/walk';
import { assignTo, noteWrite } from './assign';
import { applyBinary } from './binary';
import { branch } from './branch';
import { ifEnds, runIf, runTail, splitReturn, tailAfter } from './branches';
import { evaluate } from './evaluate';
import { runFor, runWhile } from './loops';
import { variablesOf } from './names';
import { type CallFrame, guarded, quietly, type Run, spend } from './run';

type Execute<S extends Statement> = (
  run: Run,
  frame: CallFrame,
  state: State,
  statement: S,
) => State | null;

/** Runs statements in order; null when the end cannot be reached. */
export function executeBlock(
  run: Run,
  frame: CallFrame,
  state: State,
  statements: readonly Statement[],
): State | null {
  let current: State | null = state;
  for (const [i, statement] of statements.entries()) {
    if (current === null) return null;
    spend(run);
    run.statement.at = statement;
    const tail = statement.type === 'If' ? tailAfter(frame, statements, i) : null;
    if (tail && statement.type === 'If') {
      runTail(run, frame, ifEnds(run, frame, current, statement), tail);
      return null;
    }
    const execute = EXECUTORS[statement.type] as Execute<Statement>;
    current = execute(run, frame, current, statement);
  }
  return current;
}

function runAssign(run: Run, frame: CallFrame, state: State, statement: AssignStatement): State {
  const value = evaluate(run, frame, state, statement.value);
  for (const target of statement.targets) {
    run.statement.at = statement;
    assignTo(run, frame, state, target, value);
  }
  const [target] = statement.targets;
  if (
    statement.targets.length === 1 &&
    target?.type === 'Name' &&
    isPure(statement.value) &&
    !mentionsName(statement.value, target.name)
  ) {
    state.definitions.set(target.name, statement.value);
  }
  return state;
}

/** Expressions that stay true of what they read: attributes, sizes, comparisons of them. */
function isPure(expr: Expr): boolean {
  switch (expr.type) {
    case 'Attribute':
      return isPureRoot(expr.object);
    case 'Index':
      return (
        isPure(expr.object) &&
        expr.indices.every(
          index =>
            index.type === 'Number' || (index.type === 'Unary' && index.operand.type === 'Number'),
        )
      );
    case 'Call':
      return expr.callee.type === 'Name'
        ? /^(len|isinstance)$/.test(expr.callee.name) &&
            expr.args.every(argument => isPureRoot(argument.value) || isPure(argument.value))
        : expr.callee.type === 'Attribute' &&
            /^(dim|size|ndimension)$/.test(expr.callee.name) &&
            isPureRoot(expr.callee.object);
    case 'Binary':
      return [expr.left, expr.right].every(
        side =>
          isPure(side) ||
          isPureRoot(side) ||
          side.type === 'Number' ||
          side.type === 'Constant' ||
          side.type === 'String',
      );
    case 'Unary':
      return expr.op === 'not' && (isPure(expr.operand) || isPureRoot(expr.operand));
    default:
      return false;
  }
}

const isPureRoot = (expr: Expr): boolean => expr.type === 'Name' || expr.type === 'Attribute';

function runAugmented(
  run: Run,
  frame: CallFrame,
  state: State,
  statement: AugmentedStatement,
): State {
  const { target } = statement;
  const old = evaluate(run, frame, state, target);
  const value = evaluate(run, frame, state, statement.value);
  if (target.type === 'Name' && old.kind === 'reference' && statement.op === '+') {
    extendInPlace(state, old, value);
    return state;
  }
  const parts = alternatives(old).filter(part => part.kind !== 'none');
  noteWrite(run, target, parts);
  const at: Expr = {
    type: 'Binary',
    from: statement.from,
    to: statement.to,
    op: statement.op,
    left: target,
    right: statement.value,
  };
  const result = applyBinary(run, state, at, statement.op, old, value);
  const assign = () => assignTo(run, frame, state, target, keepsIdentity(old, result));
  if (target.type === 'Index') quietly(run, assign);
  else assign();
  return state;
}

/** `x += y` leaves `x` the same tensor with the same memory. */
function keepsIdentity(old: Value, result: Value): Value {
  if (old.kind !== 'tensor') return result;
  if (result.kind !== 'tensor') return result;
  return { ...result, axes: old.axes, aliasOf: old.aliasOf, port: old.port };
}

function extendInPlace(
  state: State,
  list: Extract<Value, { kind: 'reference' }>,
  value: Value,
): void {
  const object = state.heap.get(list.id);
  if (!object) return;
  if (object.type !== 'list') {
    state.heap.set(list.id, openedObject(object));
    return;
  }
  const old = elementOf(state, list);
  const added = elementOf(state, value);
  const element = old && added ? join(old, added) : (old ?? added);
  state.heap.set(list.id, { ...object, items: null, element });
}

function runTry(run: Run, frame: CallFrame, state: State, statement: TryStatement): State | null {
  const before = cloneState(state);
  const isGuard = statement.handlers.length > 0 && expectsFailure(statement);
  const runIt = () => executeBlock(run, frame, cloneState(state), statement.body);
  const tried = isGuard ? guarded(run, runIt) : runIt();
  const after = tried && executeBlock(run, frame, tried, statement.otherwise);
  let end = after;
  for (const handler of statement.handlers) {
    const start = stateInHandler(before, after, statement);
    if (handler.name) setName(start, handler.name, UNKNOWN);
    // A handler runs where the declared shapes did not hold: what it expects is not ours to judge.
    const handled = guarded(run, () => executeBlock(run, frame, start, handler.body));
    end = joinStates(end, handled);
  }
  if (statement.handlers.length === 0 && end === null) {
    executeBlock(run, frame, stateInHandler(before, after, statement), statement.last);
    return null;
  }
  return end && executeBlock(run, frame, end, statement.last);
}

const BROAD = /^(Exception|BaseException)$/;

/** A short body, or a handler for one kind of error: failing there is part of the plan. */
function expectsFailure(statement: TryStatement): boolean {
  if (statement.body.length <= 3) return true;
  return statement.handlers.some(handler => {
    const { exception } = handler;
    return exception !== null && !(exception.type === 'Name' && BROAD.test(exception.name));
  });
}

/** Anything the body assigns may or may not have been assigned when it failed. */
function stateInHandler(before: State, after: State | null, statement: TryStatement): State {
  const start = cloneState(before);
  for (const name of assignedNames(statement.body)) setName(start, name, UNKNOWN);
  for (const [id, object] of after?.heap ?? []) {
    const old = start.heap.get(id);
    if (old === undefined) start.heap.set(id, object);
    else if (!sameObject(old, object)) start.heap.set(id, openedObject(joinObjects(old, object)));
  }
  return start;
}

/** `nonlocal x` lets a nested function write to our names at any later time. */
function forgetOuterNames(state: State, statement: FunctionStatement): void {
  walkExprs(statement.body, expr => {
    if (expr.type !== 'Opaque') return;
    for (const name of expr.names) if (state.vars.has(name)) setName(state, name, UNKNOWN);
  });
}

function runReturn(run: Run, frame: CallFrame, state: State, statement: ReturnStatement): null {
  const split = splitReturn(frame, statement);
  if (split) {
    const { whenTrue, whenFalse } = branch(run, frame, state, split.test);
    if (whenTrue) runReturn(run, frame, whenTrue, split.whenTrue);
    if (whenFalse) runReturn(run, frame, whenFalse, split.whenFalse);
    return null;
  }
  const value: Value = statement.value
    ? evaluate(run, frame, state, statement.value)
    : { kind: 'none' };
  if (run.quiet === 0) frame.onReturn?.(value, state, statement);
  frame.returns.push({ value, state, at: statement });
  return null;
}

const EXECUTORS: { readonly [T in Statement['type']]: Execute<Extract<Statement, { type: T }>> } = {
  Assign: runAssign,
  Augmented: runAugmented,
  Expression: (run, frame, state, statement) => {
    evaluate(run, frame, state, statement.value);
    return state;
  },
  Return: runReturn,
  If: runIf,
  For: runFor,
  While: runWhile,
  With: (run, frame, state, statement) => {
    for (const { value, target } of statement.items) {
      const entered = evaluate(run, frame, state, value);
      if (target) assignTo(run, frame, state, target, entered.kind === 'pil' ? entered : UNKNOWN);
    }
    return executeBlock(run, frame, state, statement.body);
  },
  Try: runTry,
  Function: (_run, frame, state, statement) => {
    forgetOuterNames(state, statement);
    setName(state, statement.name, {
      kind: 'function',
      definition: statement,
      self: null,
      scope: variablesOf(frame, state),
      owner: frame,
    });
    return state;
  },
  Class: (_run, _frame, state, statement) => {
    setName(state, statement.name, UNKNOWN);
    return state;
  },
  Import: (_run, _frame, state, statement) => {
    for (const { local, path } of statement.names) setName(state, local, { kind: 'module', path });
    return state;
  },
  Match: (run, frame, state, statement) => {
    evaluate(run, frame, state, statement.subject);
    let end: State | null = cloneState(state);
    for (const item of statement.cases) {
      const start = cloneState(state);
      for (const name of item.names) setName(start, name, UNKNOWN);
      end = joinStates(end, executeBlock(run, frame, start, item.body));
    }
    return end;
  },
  Assert: (run, frame, state, statement) => {
    const { whenTrue } = branch(run, frame, state, statement.test);
    if (whenTrue) replaceState(state, whenTrue);
    return whenTrue && state;
  },
  Break: (_run, frame, state) => {
    frame.loops.at(-1)?.breaks.push(state);
    return null;
  },
  Continue: (_run, frame, state) => {
    frame.loops.at(-1)?.continues.push(state);
    return null;
  },
  Pass: (_run, _frame, state) => state,
  Raise: () => null,
  Forget: (_run, _frame, state, statement) => {
    forget(state, statement.isNameless ? [...state.vars.keys()] : statement.names);
    return state;
  },
};
