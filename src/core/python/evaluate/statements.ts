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
import { guarded, quietly, spend } from './run';
import type { Scope } from './scope';

type Execute<S extends Statement> = (scope: Scope, statement: S) => State | null;

/** Runs statements in order; null when the end cannot be reached. */
export function executeBlock(scope: Scope, statements: readonly Statement[]): State | null {
  const { run, frame, state } = scope;
  let current: State | null = state;
  for (const [i, statement] of statements.entries()) {
    if (current === null) return null;
    spend(run);
    run.statement.at = statement;
    const tail = statement.type === 'If' ? tailAfter(frame, statements, i) : null;
    if (tail && statement.type === 'If') {
      runTail(scope, ifEnds(scope.with(current), statement), tail);
      return null;
    }
    const execute = EXECUTORS[statement.type] as Execute<Statement>;
    current = execute(scope.with(current), statement);
  }
  return current;
}

function runAssign(scope: Scope, statement: AssignStatement): State {
  const { run, state } = scope;
  const value = evaluate(scope, statement.value);
  for (const target of statement.targets) {
    run.statement.at = statement;
    assignTo(scope, target, value);
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

function runAugmented(scope: Scope, statement: AugmentedStatement): State {
  const { run, state } = scope;
  const { target } = statement;
  const old = evaluate(scope, target);
  const value = evaluate(scope, statement.value);
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
  const result = applyBinary(scope, at, statement.op, old, value);
  const assign = () => assignTo(scope, target, keepsIdentity(old, result));
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

function runTry(scope: Scope, statement: TryStatement): State | null {
  const { run, state } = scope;
  const before = cloneState(state);
  const isGuard = statement.handlers.length > 0 && expectsFailure(statement);
  const runIt = () => executeBlock(scope.with(cloneState(state)), statement.body);
  const tried = isGuard ? guarded(run, runIt) : runIt();
  const after = tried && executeBlock(scope.with(tried), statement.otherwise);
  let end = after;
  for (const handler of statement.handlers) {
    const start = stateInHandler(before, after, statement);
    if (handler.name) setName(start, handler.name, UNKNOWN);
    // A handler runs where the declared shapes did not hold: what it expects is not ours to check.
    const handled = guarded(run, () => executeBlock(scope.with(start), handler.body));
    end = joinStates(end, handled);
  }
  if (statement.handlers.length === 0 && end === null) {
    executeBlock(scope.with(stateInHandler(before, after, statement)), statement.last);
    return null;
  }
  return end && executeBlock(scope.with(end), statement.last);
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

function runReturn(scope: Scope, statement: ReturnStatement): null {
  const { run, frame, state } = scope;
  const split = splitReturn(frame, statement);
  if (split) {
    const { whenTrue, whenFalse } = branch(scope, split.test);
    if (whenTrue) runReturn(scope.with(whenTrue), split.whenTrue);
    if (whenFalse) runReturn(scope.with(whenFalse), split.whenFalse);
    return null;
  }
  const value: Value = statement.value ? evaluate(scope, statement.value) : { kind: 'none' };
  if (run.quiet === 0) frame.onReturn?.(value, state, statement);
  frame.returns.push({ value, state, at: statement });
  return null;
}

const EXECUTORS: { readonly [T in Statement['type']]: Execute<Extract<Statement, { type: T }>> } = {
  Assign: runAssign,
  Augmented: runAugmented,
  Expression: (scope, statement) => {
    const { state } = scope;
    evaluate(scope, statement.value);
    return state;
  },
  Return: runReturn,
  If: runIf,
  For: runFor,
  While: runWhile,
  With: (scope, statement) => {
    for (const { value, target } of statement.items) {
      const entered = evaluate(scope, value);
      if (target) assignTo(scope, target, entered.kind === 'pil' ? entered : UNKNOWN);
    }
    return executeBlock(scope, statement.body);
  },
  Try: runTry,
  Function: (scope, statement) => {
    const { frame, state } = scope;
    forgetOuterNames(state, statement);
    setName(state, statement.name, {
      kind: 'function',
      definition: statement,
      self: null,
      closure: variablesOf(scope),
      owner: frame,
    });
    return state;
  },
  Class: ({ state }, statement) => {
    setName(state, statement.name, UNKNOWN);
    return state;
  },
  Import: ({ state }, statement) => {
    for (const { local, path } of statement.names) setName(state, local, { kind: 'module', path });
    return state;
  },
  Match: (scope, statement) => {
    const { state } = scope;
    evaluate(scope, statement.subject);
    let end: State | null = cloneState(state);
    for (const item of statement.cases) {
      const start = cloneState(state);
      for (const name of item.names) setName(start, name, UNKNOWN);
      end = joinStates(end, executeBlock(scope.with(start), item.body));
    }
    return end;
  },
  Assert: (scope, statement) => {
    const { state } = scope;
    const { whenTrue } = branch(scope, statement.test);
    if (whenTrue) replaceState(state, whenTrue);
    return whenTrue && state;
  },
  Break: ({ frame, state }) => {
    frame.loops.at(-1)?.breaks.push(state);
    return null;
  },
  Continue: ({ frame, state }) => {
    frame.loops.at(-1)?.continues.push(state);
    return null;
  },
  Pass: scope => scope.state,
  Raise: () => null,
  Forget: ({ state }, statement) => {
    forget(state, statement.isNameless ? [...state.vars.keys()] : statement.names);
    return state;
  },
};
