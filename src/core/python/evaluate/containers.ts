import {
  allocate,
  appendItem,
  elementOf,
  itemsOf,
  newDict,
  newList,
  objectOf,
} from '../domain/heap';
import { join } from '../domain/join';
import type { Arguments } from '../domain/operation';
import { openReachable, type State } from '../domain/state';
import { int, NONE, sequence, tuple, UNKNOWN, type Value } from '../domain/value';
import type { Expr, SourceSpan } from '../syntax/ast';
import { emit, type Run } from './run';
import type { Scope } from './scope';

type Method = (use: Use) => Value;
interface Use {
  readonly run: Run;
  readonly state: State;
  readonly id: string;
  readonly args: Arguments;
  readonly receiver: Value;
}

/** A method of a list or dict whose content the heap knows. */
export function containerMethod(
  { run, state }: Scope,
  receiver: Value,
  name: string,
  args: Arguments,
): Value {
  if (receiver.kind !== 'reference') return UNKNOWN;
  const methods = receiver.type === 'list' ? LIST_METHODS : DICT_METHODS;
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (method) return method({ run, state, id: receiver.id, args, receiver });
  openReachable(state, receiver);
  for (const value of args.positional) openReachable(state, value);
  return UNKNOWN;
}

const first = (use: Use): Value => use.args.positional[0] ?? UNKNOWN;

function widen(use: Use, item: Value | null): Value {
  const object = use.state.heap.get(use.id);
  if (object?.type !== 'list') return NONE;
  const old = elementOf(use.state, use.receiver);
  const element = old && item ? join(old, item) : (old ?? item);
  use.state.heap.set(use.id, { ...object, items: null, element });
  return NONE;
}

const LIST_METHODS: Readonly<Record<string, Method>> = {
  append: use => {
    appendItem(use.state, use.id, first(use));
    return NONE;
  },
  extend: use => {
    const items = itemsOf(use.state, first(use));
    if (items && items.length <= 16) {
      for (const item of items) appendItem(use.state, use.id, item);
      return NONE;
    }
    return widen(use, elementOf(use.state, first(use)));
  },
  insert: use => widen(use, use.args.positional[1] ?? UNKNOWN),
  pop: use => {
    const element = elementOf(use.state, use.receiver) ?? UNKNOWN;
    widen(use, null);
    return element;
  },
  reverse: use => widen(use, null),
  sort: use => widen(use, null),
  remove: use => widen(use, null),
  index: () => int(null),
  count: () => int(null),
  copy: use => {
    const object = objectOf(use.state, use.receiver);
    return object?.type === 'list'
      ? allocate(use.state, `${use.id}.copy`, newList(object.items, object.element))
      : UNKNOWN;
  },
};

function setKey(use: Use, key: string, value: Value): void {
  const object = use.state.heap.get(use.id);
  if (object?.type !== 'dict') return;
  const { at } = use.run.statement;
  if (at) emit(use.run, { kind: 'keyWrite', target: opaqueAt(at), dict: object }, false);
  const entries = new Map(object.entries);
  const old = entries.get(key);
  entries.set(key, object.isShared && old ? join(old, value) : value);
  const maybe = new Set(object.maybe);
  maybe.delete(key);
  use.state.heap.set(use.id, { ...object, entries, maybe });
}

const opaqueAt = ({ from, to }: SourceSpan): Expr => ({ type: 'Opaque', from, to, names: [] });

const DICT_METHODS: Readonly<Record<string, Method>> = {
  copy: use => {
    const object = objectOf(use.state, use.receiver);
    if (object?.type !== 'dict') return UNKNOWN;
    const copy = { ...newDict(object.entries, object.isOpen), maybe: object.maybe };
    return allocate(use.state, `${use.id}.copy`, copy);
  },
  get: use => {
    const object = objectOf(use.state, use.receiver);
    const key = first(use);
    const fallback = use.args.positional[1] ?? NONE;
    if (object?.type !== 'dict' || key.kind !== 'string' || key.value === null) return UNKNOWN;
    const found = object.entries.get(key.value);
    if (found === undefined) return object.isOpen ? UNKNOWN : fallback;
    return object.maybe.has(key.value) ? join(found, fallback) : found;
  },
  keys: () => sequence({ kind: 'string', value: null }, false),
  items: use => {
    const object = objectOf(use.state, use.receiver);
    const value =
      object?.type === 'dict' && !object.isOpen && object.entries.size > 0
        ? [...object.entries.values()].reduce(join)
        : UNKNOWN;
    return sequence(tuple([{ kind: 'string', value: null }, value]), false);
  },
  values: use => {
    const object = objectOf(use.state, use.receiver);
    const isKnown = object?.type === 'dict' && !object.isOpen && object.entries.size > 0;
    return sequence(isKnown ? [...object.entries.values()].reduce(join) : UNKNOWN, false);
  },
  update: use => {
    const other = objectOf(use.state, first(use));
    if (other?.type === 'dict' && !other.isOpen && other.maybe.size === 0) {
      for (const [key, value] of other.entries) setKey(use, key, value);
    } else if (use.args.positional.length > 0 || use.args.isOpen) {
      const object = use.state.heap.get(use.id);
      if (object?.type === 'dict')
        use.state.heap.set(use.id, {
          ...object,
          entries: new Map(),
          maybe: new Set(),
          isOpen: true,
        });
    }
    for (const [key, value] of use.args.keywords) setKey(use, key, value);
    return NONE;
  },
  pop: use => removeKey(use),
  setdefault: use => {
    const key = first(use);
    const object = use.state.heap.get(use.id);
    if (object?.type === 'dict') use.state.heap.set(use.id, { ...object, isOpen: true });
    return key.kind === 'string' && object?.type === 'dict' && key.value !== null
      ? (object.entries.get(key.value) ?? UNKNOWN)
      : UNKNOWN;
  },
};

function removeKey(use: Use): Value {
  const object = use.state.heap.get(use.id);
  const key = first(use);
  if (object?.type !== 'dict' || key.kind !== 'string' || key.value === null) return UNKNOWN;
  const entries = new Map(object.entries);
  const found = entries.get(key.value);
  entries.delete(key.value);
  use.state.heap.set(use.id, { ...object, entries, isOpen: object.isOpen || object.isShared });
  return found ?? UNKNOWN;
}
