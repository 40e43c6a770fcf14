import { join, joinAll } from './join';
import type { State } from './state';
import { joinObjects } from './state';
import { itemOfTensor } from './tensorItem';
import {
  type DictObject,
  type HeapObject,
  type ListObject,
  tuple,
  UNKNOWN,
  type Value,
} from './value';

/** A new list or dict; a second one from the same place of the code merges with the first. */
export function allocate(state: State, site: string, object: HeapObject): Value {
  const old = state.heap.get(site);
  const next = old ? { ...joinObjects(old, object), isShared: true } : object;
  state.heap.set(site, next);
  return { kind: 'reference', id: site, type: object.type };
}

/** A list: its items where each is known, else what any one of them is; both null for nothing known. */
export function newList(items: readonly Value[] | null, element: Value | null): ListObject {
  return { type: 'list', items, element, isShared: false };
}

/** A dict of these keys; open where it may hold others too. */
export function newDict(entries: ReadonlyMap<string, Value>, isOpen = false): DictObject {
  return { type: 'dict', entries, maybe: new Set(), isOpen, inputName: null, isShared: false };
}

/** The list or dict that a reference stands for; null for any other value. */
export function objectOf(state: State, value: Value | undefined): HeapObject | null {
  return value?.kind === 'reference' ? (state.heap.get(value.id) ?? null) : null;
}

/** The exact items of a tuple or list, or null. */
export function itemsOf(state: State, value: Value | undefined): readonly Value[] | null {
  if (value?.kind === 'tuple') return value.items;
  const object = objectOf(state, value);
  return object?.type === 'list' ? object.items : null;
}

/** What any item of an iterable may be; null where it has none or cannot be iterated. */
export function elementOf(state: State, value: Value | undefined): Value | null {
  if (value === undefined) return null;
  if (value.kind === 'tuple') return value.items.length ? joinAll(value.items) : null;
  if (value.kind === 'sequence') return value.element;
  if (value.kind === 'tensor') return itemOfTensor(value);
  if (value.kind === 'union') {
    const parts = value.items.map(item => elementOf(state, item)).filter(item => item !== null);
    return parts.length ? joinAll(parts) : null;
  }
  const object = objectOf(state, value);
  if (object?.type === 'list') return object.items?.length ? joinAll(object.items) : object.element;
  return object?.type === 'dict' ? { kind: 'string', value: null } : UNKNOWN;
}

/** Appends to a list whose identity is known; a list that stands for several only widens. */
export function appendItem(state: State, id: string, item: Value): void {
  const object = state.heap.get(id);
  if (object?.type !== 'list') return;
  const element = object.element ? join(object.element, item) : item;
  const items =
    object.items && !object.isShared && object.items.length < 16 ? [...object.items, item] : null;
  const merged = object.items?.length ? joinAll([...object.items, item]) : element;
  state.heap.set(id, { ...object, items, element: items ? element : merged });
}

/** A value that keeps its meaning outside the state it was made in. */
export function freeze(state: State, value: Value): Value {
  if (value.kind === 'reference') {
    const items = itemsOf(state, value);
    return items ? tuple(items.map(item => freeze(state, item))) : UNKNOWN;
  }
  if (value.kind === 'tuple') return tuple(value.items.map(item => freeze(state, item)));
  if (value.kind === 'union' || value.kind === 'sequence') return UNKNOWN;
  return value;
}
