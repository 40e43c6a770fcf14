import type { Expr } from '../syntax/ast';
import { namesReached } from '../syntax/namesReached';
import { CopyOnWriteMap } from './copyOnWriteMap';
import { join, joinAll, sameValue } from './join';
import { type Size, substitute } from './size';
import type { DictObject, FunctionValue, HeapObject, ListObject, Value } from './value';
import { UNKNOWN } from './value';

/** What is known at one point of a function: mutable, cloned where paths part. */
export interface State {
  readonly vars: CopyOnWriteMap<string, Value>;
  readonly heap: CopyOnWriteMap<string, HeapObject>;
  /** Names that still equal a pure expression, so that a test on them refines what it reads. */
  readonly definitions: CopyOnWriteMap<string, Expr>;
}

/** A state in which nothing is known. */
export function newState(): State {
  return {
    vars: new CopyOnWriteMap(),
    heap: new CopyOnWriteMap(),
    definitions: new CopyOnWriteMap(),
  };
}

/** A copy that changes apart; values and objects are shared, for they never change. */
export function cloneState(state: State): State {
  return {
    vars: state.vars.copy(),
    heap: state.heap.copy(),
    definitions: state.definitions.copy(),
  };
}

/** Makes `target` say what `source` says, so that callers may keep their handle. */
export function replaceState(target: State, source: State): void {
  target.vars.assign(source.vars);
  target.heap.assign(source.heap);
  target.definitions.assign(source.definitions);
}

/** Adds to `target` every list and dict that `source` knows, in place of what it said of them. */
export function takeHeap(target: State, source: State): void {
  if (target.heap.isSameAs(source.heap)) return;
  for (const [id, object] of source.heap) target.heap.set(id, object);
}

/** A name bound on one path only keeps its value: on the other path reading it would raise. */
export function joinStates(a: State | null, b: State | null): State | null {
  if (a === null || b === null) return a ?? b;
  const joined = cloneState(a);
  joinInto(joined.vars, b.vars, join);
  joinInto(joined.heap, b.heap, joinObjects);
  if (a.definitions.isSameAs(b.definitions)) return joined;
  for (const [name, expr] of a.definitions) {
    if (b.definitions.get(name) !== expr) joined.definitions.delete(name);
  }
  return joined;
}

function joinInto<T>(
  target: CopyOnWriteMap<string, T>,
  source: CopyOnWriteMap<string, T>,
  joinTwo: (a: T, b: T) => T,
): void {
  if (target.isSameAs(source)) return;
  for (const [key, value] of source) {
    const other = target.get(key);
    if (other !== value) target.set(key, other === undefined ? value : joinTwo(other, value));
  }
}

/** What is true of either object; an open one where a list meets a dict. */
export function joinObjects(a: HeapObject, b: HeapObject): HeapObject {
  if (a === b) return a;
  if (a.type === 'list' && b.type === 'list') return joinLists(a, b);
  if (a.type === 'dict' && b.type === 'dict') return joinDicts(a, b);
  return openedObject(a);
}

function joinLists(a: ListObject, b: ListObject): ListObject {
  const isShared = a.isShared || b.isShared;
  const element = joinOptional(a.element, b.element);
  if (a.items && b.items && a.items.length === b.items.length) {
    return {
      type: 'list',
      items: a.items.map((item, i) => join(item, b.items![i]!)),
      element,
      isShared,
    };
  }
  return { type: 'list', items: null, element, isShared };
}

function joinOptional(a: Value | null, b: Value | null): Value | null {
  return a === null || b === null ? (a ?? b) : join(a, b);
}

function joinDicts(a: DictObject, b: DictObject): DictObject {
  const entries = new Map<string, Value>();
  const maybe = new Set([...a.maybe, ...b.maybe]);
  for (const key of new Set([...a.entries.keys(), ...b.entries.keys()])) {
    const [left, right] = [a.entries.get(key), b.entries.get(key)];
    if (left === undefined || right === undefined) maybe.add(key);
    entries.set(key, left && right ? join(left, right) : ((left ?? right) as Value));
  }
  return {
    type: 'dict',
    entries,
    maybe,
    isOpen: a.isOpen || b.isOpen,
    inputName: a.inputName === b.inputName ? a.inputName : null,
    isShared: a.isShared || b.isShared,
  };
}

/** The object after code we do not follow may have written to it. */
export function openedObject(object: HeapObject): HeapObject {
  if (object.type === 'list') {
    return { type: 'list', items: null, element: UNKNOWN, isShared: object.isShared };
  }
  return { ...object, entries: new Map(), maybe: new Set(), isOpen: true };
}

/** Whether two objects say the same. */
export function sameObject(a: HeapObject, b: HeapObject): boolean {
  if (a === b) return true;
  if (a.type === 'list') {
    if (b.type !== 'list' || a.items?.length !== b.items?.length) return false;
    if (a.items && !a.items.every((item, i) => sameValue(item, b.items![i]!))) return false;
    return (
      a.element === b.element || (!!a.element && !!b.element && sameValue(a.element, b.element))
    );
  }
  if (b.type !== 'dict' || a.entries.size !== b.entries.size || a.isOpen !== b.isOpen) return false;
  if (a.maybe.size !== b.maybe.size || a.inputName !== b.inputName) return false;
  return [...a.entries].every(([key, value]) => {
    const other = b.entries.get(key);
    return other !== undefined && sameValue(value, other);
  });
}

/** Names and objects on which two states differ. */
export function changedParts(before: State, after: State): { names: string[]; ids: string[] } {
  return {
    names: changedKeys(before.vars, after.vars, sameValue),
    ids: changedKeys(before.heap, after.heap, sameObject),
  };
}

function changedKeys<T>(
  before: CopyOnWriteMap<string, T>,
  after: CopyOnWriteMap<string, T>,
  isSame: (a: T, b: T) => boolean,
): string[] {
  if (before.isSameAs(after)) return [];
  const changed: string[] = [];
  for (const [key, value] of after) {
    const old = before.get(key);
    if (old === undefined || !isSame(old, value)) changed.push(key);
  }
  return changed;
}

/** Every list and dict reachable from the value may now hold anything. */
export function openReachable(state: State, value: Value, seen = new Set<unknown>()): void {
  if (value.kind === 'tuple' || value.kind === 'union') {
    for (const item of value.items) openReachable(state, item, seen);
  } else if (value.kind === 'sequence') openReachable(state, value.element, seen);
  else if (value.kind === 'function') openClosure(state, value, seen);
  else if (value.kind === 'reference' && !seen.has(value.id)) {
    seen.add(value.id);
    const object = state.heap.get(value.id);
    if (!object) return;
    const parts =
      object.type === 'list'
        ? [...(object.items ?? []), ...(object.element ? [object.element] : [])]
        : [...object.entries.values()];
    for (const part of parts) openReachable(state, part, seen);
    state.heap.set(value.id, openedObject(object));
  }
}

/** Code that is given a function may call it, and so write to what the function's own code names. */
function openClosure(state: State, value: FunctionValue, seen: Set<unknown>): void {
  if (value.closure === null || seen.has(value)) return;
  seen.add(value);
  const names = namesReached(value.definition);
  for (const [key, outer] of value.closure) {
    const dot = key.indexOf('.');
    if (names.has(dot < 0 ? key : key.slice(0, dot))) openReachable(state, outer, seen);
  }
}

/** Replaces a named size everywhere, after a test proved its value on this path. */
export function substituteEverywhere(state: State, name: string, size: number): void {
  const swap = (value: Value) => mapSizes(value, item => substitute(item, name, size));
  for (const [key, value] of state.vars) state.vars.set(key, swap(value));
  for (const [id, object] of state.heap) {
    if (object.type === 'list') {
      state.heap.set(id, {
        ...object,
        items: object.items?.map(swap) ?? null,
        element: object.element && swap(object.element),
      });
    } else {
      const entries = new Map([...object.entries].map(([key, value]) => [key, swap(value)]));
      state.heap.set(id, { ...object, entries });
    }
  }
}

function mapSizes(value: Value, change: (size: Size) => Size): Value {
  switch (value.kind) {
    case 'tensor': {
      if (value.axes === null) return value;
      const axes = value.axes.map(item => {
        const size = change(item.size);
        return size === item.size ? item : { size, role: item.role };
      });
      return axes.every((item, i) => item === value.axes![i]) ? value : { ...value, axes };
    }
    case 'int': {
      const size = change(value.size);
      return size === value.size ? value : { ...value, size };
    }
    case 'tuple': {
      const items = value.items.map(item => mapSizes(item, change));
      if (items.every((item, i) => item === value.items[i])) return value;
      return { ...value, items };
    }
    case 'union':
      return joinAll(value.items.map(item => mapSizes(item, change)));
    case 'sequence':
      return { ...value, element: mapSizes(value.element, change) };
    case 'pil':
      return { ...value, width: change(value.width), height: change(value.height) };
    default:
      return value;
  }
}
