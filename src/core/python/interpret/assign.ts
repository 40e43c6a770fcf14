import { isWorthSaying } from '../domain/describe';
import { alternatives, joinAll } from '../domain/join';
import { openReachable, type State } from '../domain/state';
import { constantInt, type Tensor, UNKNOWN, type Value } from '../domain/value';
import { unpackDraft } from '../rules/drafts';
import { inputWrittenDraft, latentWrittenDraft } from '../rules/mutation';
import type { Expr, IndexExpr } from '../syntax/ast';
import { attributeKey } from './attributes';
import { type Frame, type Run, report } from './context';
import { evaluate } from './evaluate';
import { appendItem, elementOf, itemsOf, objectOf } from './heap';

/** Binds a target: a name, an attribute, an item, or a tuple of them. */
export function assignTo(run: Run, frame: Frame, state: State, target: Expr, value: Value): void {
  switch (target.type) {
    case 'Name':
      setName(state, target.name, value);
      noteAssigned(run, target, value);
      break;
    case 'Tuple':
    case 'List':
      unpack(run, frame, state, target.items, target, value);
      break;
    case 'Attribute':
      evaluate(run, frame, state, target.object);
      if (target.object.type === 'Name')
        setName(state, attributeKey(target.object.name, target.name), value);
      break;
    case 'Index':
      writeItem(run, frame, state, target, value);
      break;
    case 'Star':
      assignTo(run, frame, state, target.value, UNKNOWN);
      break;
    default:
      break;
  }
}

function noteAssigned(run: Run, target: Expr, value: Value): void {
  if (run.muted > 0 || run.hovers.has(target.from)) return;
  if (isWorthSaying(value)) {
    run.hovers.set(target.from, { from: target.from, to: target.to, value, isAssigned: true });
  }
}

/** Sets a name; what was defined by its old value is no longer. */
export function setName(state: State, name: string, value: Value): void {
  state.vars.set(name, value);
  state.definitions.delete(name);
  for (const [key, expr] of state.definitions)
    if (mentions(expr, name)) state.definitions.delete(key);
  if (!name.includes('.')) {
    const prefix = `${name}.`;
    for (const key of state.vars.keys()) if (key.startsWith(prefix)) state.vars.delete(key);
  }
}

function mentions(expr: Expr, name: string): boolean {
  switch (expr.type) {
    case 'Name':
      return expr.name === name;
    case 'Attribute':
      return mentions(expr.object, name);
    case 'Index':
      return mentions(expr.object, name) || expr.indices.some(index => mentions(index, name));
    case 'Call':
      return (
        mentions(expr.callee, name) || expr.args.some(argument => mentions(argument.value, name))
      );
    case 'Binary':
      return mentions(expr.left, name) || mentions(expr.right, name);
    case 'Unary':
      return mentions(expr.operand, name);
    default:
      return false;
  }
}

function unpack(
  run: Run,
  frame: Frame,
  state: State,
  targets: readonly Expr[],
  whole: Expr,
  value: Value,
): void {
  const parts = alternatives(value).filter(part => part.kind !== 'none');
  const star = targets.findIndex(target => target.type === 'Star');
  const wanted = star < 0 ? targets.length : targets.length - 1;
  const fits = (items: readonly Value[] | null) =>
    items === null || (star < 0 ? items.length === wanted : items.length >= wanted);
  const fitting = parts.filter(part => fits(lengthKnown(state, part)));
  const shape = parts[0]?.kind === 'tuple' ? parts[0].shapeOf : null;
  if (fitting.length === 0 && shape && parts.every(part => part.kind === 'tuple' && part.shapeOf)) {
    const at = run.statement.at ?? whole;
    const draft = unpackDraft({ ...whole, to: at.to }, whole, shape, wanted);
    report(run, draft, true);
  }
  for (const [i, target] of targets.entries()) {
    const picked = fitting.map(part => pickItem(state, part, i, star, targets.length));
    const joined = joinAll(picked);
    assignTo(
      run,
      frame,
      state,
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

function writeItem(run: Run, frame: Frame, state: State, target: IndexExpr, value: Value): void {
  const object = evaluate(run, frame, state, target.object);
  const [index] = target.indices.map(item => evaluate(run, frame, state, item));
  const parts = alternatives(object).filter(part => part.kind !== 'none');
  noteWrite(run, target, parts);
  for (const part of parts) {
    if (part.kind !== 'reference') continue;
    if (part.type === 'dict') noteLatentWrite(run, state, target, part, parts.length);
    storeItem(state, part.id, index, value, parts.length > 1);
  }
}

/** An input tensor written in place: reported where every alternative is one. */
export function noteWrite(run: Run, target: Expr, parts: readonly Value[]): void {
  const aliases = parts.filter(part => part.kind === 'tensor' && part.aliasOf !== null) as Tensor[];
  if (aliases.length === 0 || aliases.length !== parts.length) return;
  report(run, inputWrittenDraft(run, target, aliases[0]!), false);
}

function noteLatentWrite(
  run: Run,
  state: State,
  target: IndexExpr,
  part: Value,
  count: number,
): void {
  const dict = objectOf(state, part);
  if (count !== 1 || dict?.type !== 'dict' || dict.inputName === null) return;
  report(run, latentWrittenDraft(run, target, dict.inputName), false);
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

/** Makes every name of a list unknown, with other names for the same tensor, and opens what it held. */
export function forget(state: State, names: readonly string[]): void {
  for (const name of names) {
    const value = state.vars.get(name);
    if (value) {
      openReachable(state, value);
      for (const [other, same] of [...state.vars])
        if (same === value && value.kind === 'tensor') setName(state, other, UNKNOWN);
    }
    setName(state, name, UNKNOWN);
  }
}
