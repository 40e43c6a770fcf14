import { elementOf, itemsOf } from '../domain/heap';
import type { Size } from '../domain/size';
import { changedParts, cloneState, joinStates, openedObject, type State } from '../domain/state';
import { int, UNKNOWN, type Value } from '../domain/value';
import { setName } from '../domain/variables';
import { bareSymbol } from '../narrowing/narrow';
import { assignedNames } from '../syntax/assignedNames';
import type { Expr, ForStatement, Statement, WhileStatement } from '../syntax/ast';
import { walkExprs } from '../syntax/walk';
import { assignTo } from './assign';
import { branch } from './branch';
import { evaluate } from './evaluate';
import { type CallFrame, oneWay, quietly } from './run';
import type { Scope } from './scope';
import { executeBlock } from './statements';

const MAX_PASSES = 6;
const PASSES_BEFORE_WIDENING = 2;

/** One pass from the loop's head: the state back at the head, or null when none gets there. */
type Pass = (start: State) => State | null;

/** Repeats a pass, silently, until the state at the loop's head says the same as before. */
function settleHead(
  { run, frame, state: start }: Scope,
  body: readonly Statement[],
  pass: Pass,
): State {
  const found = frame.returns.length;
  let head = start;
  quietly(run, () => {
    for (let i = 0; ; i++) {
      const next = joinStates(head, pass(cloneState(head)))!;
      const { names, ids } = changedParts(head, next);
      frame.returns.length = found;
      if (names.length === 0 && ids.length === 0) return;
      head = next;
      if (i >= PASSES_BEFORE_WIDENING) widen(head, names, ids);
      if (i >= MAX_PASSES) {
        widen(head, [...assignedNames(body)], [...head.heap.keys()]);
        return;
      }
    }
  });
  return head;
}

function widen(state: State, names: readonly string[], ids: readonly string[]): void {
  for (const name of names) setName(state, name, UNKNOWN);
  for (const id of ids) {
    const object = state.heap.get(id);
    if (object) state.heap.set(id, openedObject(object));
  }
}

/** Runs a body as a loop's, joining its `continue`s at the head and handing out its `break`s. */
function runBody(
  scope: Scope,
  body: readonly Statement[],
): { back: State | null; breaks: State[] } {
  const { frame } = scope;
  const loop = { breaks: [] as State[], continues: [] as State[] };
  frame.loops.push(loop);
  const end = executeBlock(scope, body);
  frame.loops.pop();
  const back = loop.continues.reduce<State | null>((sum, state) => joinStates(sum, state), end);
  return { back, breaks: loop.breaks };
}

function finish(
  scope: Scope,
  exit: State | null,
  breaks: readonly State[],
  otherwise: readonly Statement[],
): State | null {
  const after = exit && executeBlock(scope.with(exit), otherwise);
  return breaks.reduce<State | null>((sum, state) => joinStates(sum, state), after);
}

/** Runs a `for` until its head settles; null when nothing goes on behind it. */
export function runFor(scope: Scope, statement: ForStatement): State | null {
  const { run, state } = scope;
  const iterable = evaluate(scope, statement.iterable);
  const bind = (target: State) => {
    const element: Value = elementOf(target, iterable) ?? UNKNOWN;
    assignTo(scope.with(target), statement.target, element);
    return target;
  };
  const head = settleHead(
    scope,
    statement.body,
    start => runBody(scope.with(bind(start)), statement.body).back,
  );
  const runs = isNeverEmpty(scope.with(head), statement.iterable);
  const { back, breaks } = runBody(scope.with(bind(cloneState(head))), statement.body);
  if (run.quiet === 0) runFirstLines(scope.with(bind(cloneState(state))), statement.body);
  return finish(scope, runs ? back : head, breaks, statement.otherwise);
}

/**
 * The lines that every first round comes through, on what holds before the loop: `out = image` and then
 * `out = torch.cat((out, frame))` raises at once, though later rounds know nothing of `out`.
 */
function runFirstLines(scope: Scope, body: readonly Statement[]): void {
  const end = body.findIndex(statement => !isStraight(statement));
  const own: CallFrame = { ...scope.frame, returns: [], onReturn: null };
  const lines = body.slice(0, end < 0 ? body.length : end);
  oneWay(scope.run, () => executeBlock(scope.inFrame(own), lines));
}

function isStraight(statement: Statement): boolean {
  if (!/^(Assign|Augmented|Expression)$/.test(statement.type)) return false;
  let isPlain = true;
  walkExprs([statement], expr => {
    const chooses = expr.type === 'Binary' && /^(and|or)$/.test(expr.op);
    if (chooses || expr.type === 'Conditional') isPlain = false;
  });
  return isPlain;
}

/** A batch has an image at least, and so has what counts or pairs it: the body surely runs. */
function isNeverEmpty(scope: Scope, expr: Expr): boolean {
  const { run, state } = scope;
  if (expr.type === 'Call' && expr.callee.type === 'Name' && PASSES_ON.test(expr.callee.name)) {
    const isPlain = expr.args.every(item => item.name === null && item.spread === null);
    const isCount = expr.callee.name !== 'range' || expr.args.length === 1;
    return (
      isPlain &&
      isCount &&
      expr.args.length > 0 &&
      expr.args.every(item => isNeverEmpty(scope, item.value))
    );
  }
  const value = quietly(run, () => evaluate(scope.with(cloneState(state)), expr));
  if (value.kind === 'tensor')
    return value.axes !== null && isPositive(value.axes[0]?.size ?? null);
  if (value.kind === 'int') return isPositive(value.size);
  return (itemsOf(state, value)?.length ?? 0) > 0;
}

const PASSES_ON = /^(range|enumerate|zip|reversed|tqdm)$/;

/** A number above zero, or the named size of an axis; an INT input may be zero. */
function isPositive(size: Size): boolean {
  if (typeof size === 'number') return size > 0;
  const name = bareSymbol(int(size));
  return name !== null && !name.startsWith('input.') && !name.includes('(');
}

/** Runs a `while` until its head settles; null when nothing goes on behind it. */
export function runWhile(scope: Scope, statement: WhileStatement): State | null {
  const pass: Pass = start => {
    const { whenTrue } = branch(scope.with(start), statement.test);
    return whenTrue && runBody(scope.with(whenTrue), statement.body).back;
  };
  const head = settleHead(scope, statement.body, pass);
  const { whenTrue, whenFalse } = branch(scope.with(cloneState(head)), statement.test);
  const breaks = whenTrue ? runBody(scope.with(whenTrue), statement.body).breaks : [];
  return finish(scope, whenFalse, breaks, statement.otherwise);
}
