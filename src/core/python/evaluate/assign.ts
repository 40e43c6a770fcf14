import { isWorthSaying } from '../domain/describe';
import { appendItem, elementOf, itemsOf, objectOf } from '../domain/heap';
import { alternatives, joinAll } from '../domain/join';
import type { State } from '../domain/state';
import { constantInt, UNKNOWN, type Value } from '../domain/value';
import { attributeKey, setName } from '../domain/variables';
import type { Expr, IndexExpr } from '../syntax/ast';
import { evaluate } from './evaluate';
import { emit, type Run } from './run';
import type { Scope } from './scope';

/** Binds a target: a name, an attribute, an item, or a tuple of them. */
export function assignTo(scope: Scope, target: Expr, value: Value): void {
  const { run, state } = scope;
  switch (target.type) {
    case 'Name':
      setName(state, target.name, value);
      noteAssigned(run, target, value);
      break;
    case 'Tuple':
    case 'List':
      unpack(scope, target.items, target, value);
      break;
    case 'Attribute':
      evaluate(scope, target.object);
      if (target.object.type === 'Name')
        setName(state, attributeKey(target.object.name, target.name), value);
      break;
    case 'Index':
      writeItem(scope, target, value);
      break;
    case 'Star':
      assignTo(scope, target.value, UNKNOWN);
      break;
    default:
      break;
  }
}

function noteAssigned(run: Run, target: Expr, value: Value): void {
  if (run.quiet > 0 || run.hovers.has(target.from)) return;
  if (isWorthSaying(value)) {
    run.hovers.set(target.from, { from: target.from, to: target.to, value, isAssigned: true });
  }
}

function unpack(scope: Scope, targets: readonly Expr[], whole: Expr, value: Value): void {
  const { run, state } = scope;
  const parts = alternatives(value).filter(part => part.kind !== 'none');
  const star = targets.findIndex(target => target.type === 'Star');
  const wanted = star < 0 ? targets.length : targets.length - 1;
  const fits = (items: readonly Value[] | null) =>
    items === null || (star < 0 ? items.length === wanted : items.length >= wanted);
  const fitting = parts.filter(part => fits(lengthKnown(state, part)));
  const shape = parts[0]?.kind === 'tuple' ? parts[0].shapeOf : null;
  if (fitting.length === 0 && shape && parts.every(part => part.kind === 'tuple' && part.shapeOf)) {
    const { to } = run.statement.at ?? whole;
    emit(run, { kind: 'shapeUnpacked', target: whole, to, value: shape, wanted }, true);
  }
  for (const [i, target] of targets.entries()) {
    const picked = fitting.map(part => pickItem(state, part, i, star, targets.length));
    const joined = joinAll(picked);
    assignTo(
      scope,
      target.type === 'Star' ? target.value : target,
      target.type === 'Star' ? UNKNOWN : joined,
    );
  }
}

function lengthKnown(state: State, value: Value): readonly Value[] | null {
  const items = itemsOf(state, value);
  if (items) return items;
  // Unpacking a tensor yields one item for each place on its first axis.
  const count = value.kind === 'tensor' ? value.axes?.[0]?.size : undefined;
  return typeof count === 'number' && count < 64
    ? Array.from({ length: count }, () => UNKNOWN)
    : null;
}

function pickItem(state: State, value: Value, at: number, star: number, total: number): Value {
  const items = itemsOf(state, value);
  if (items) return (star >= 0 && at > star ? items.at(at - total) : items[at]) ?? UNKNOWN;
  return elementOf(state, value) ?? UNKNOWN;
}

function writeItem(scope: Scope, target: IndexExpr, value: Value): void {
  const { run, state } = scope;
  const object = evaluate(scope, target.object);
  const [index] = target.indices.map(item => evaluate(scope, item));
  const parts = alternatives(object).filter(part => part.kind !== 'none');
  noteWrite(run, target, parts);
  for (const part of parts) {
    if (part.kind !== 'reference') continue;
    if (part.type === 'dict') noteKeyWrite(scope, target, part, parts.length);
    storeItem(state, part.id, index, value, parts.length > 1);
  }
}

/** Tells the rules of a write in place; `parts` are the alternatives of what is written to. */
export function noteWrite(run: Run, target: Expr, parts: readonly Value[]): void {
  emit(run, { kind: 'write', target, values: parts }, false);
}

function noteKeyWrite({ run, state }: Scope, target: IndexExpr, part: Value, count: number): void {
  const dict = objectOf(state, part);
  if (count === 1 && dict?.type === 'dict') emit(run, { kind: 'keyWrite', target, dict }, false);
}

function storeItem(
  state: State,
  id: string,
  index: Value | undefined,
  value: Value,
  isWeak: boolean,
): void {
  const object = state.heap.get(id);
  if (!object) return;
  if (object.type === 'list') {
    const at = constantInt(index);
    if (object.items && at !== null && !isWeak && !object.isShared && object.items.at(at)) {
      state.heap.set(id, { ...object, items: object.items.with(at, value) });
      return;
    }
    appendItem(state, id, value);
    const grown = state.heap.get(id)!;
    if (grown.type === 'list') {
      const element = elementOf(state, { kind: 'reference', id, type: 'list' });
      state.heap.set(id, { ...grown, items: null, element });
    }
    return;
  }
  const key = index?.kind === 'string' ? index.value : null;
  if (key === null) {
    state.heap.set(id, {
      ...object,
      isOpen: true,
      entries: index?.kind === 'string' ? new Map() : object.entries,
      inputName: null,
    });
    return;
  }
  const entries = new Map(object.entries);
  const maybe = new Set(object.maybe);
  const weak = isWeak || object.isShared;
  const old = entries.get(key);
  entries.set(key, weak && old ? joinAll([old, value]) : value);
  if (!weak) maybe.delete(key);
  else if (!old) maybe.add(key);
  state.heap.set(id, { ...object, entries, maybe });
}
