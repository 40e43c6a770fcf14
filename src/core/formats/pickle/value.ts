/**
 * What a pickle describes, as inert data: a class is its name, a call is the list of what would have
 * been called with what. There is nothing here that could run.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleFloat
  | PickleSequence
  | PickleDict
  | PickleGlobal
  | PickleCall
  | PicklePersistent;

/** A Python float, kept apart from the integers: 3.0 is no tensor size. */
interface PickleFloat {
  readonly kind: 'float';
  readonly value: number;
}

/** A list, tuple or set of a pickle. */
export interface PickleSequence {
  readonly kind: 'list' | 'tuple' | 'set';
  items: PickleValue[];
}

interface PickleDict {
  readonly kind: 'dict';
  entries: Map<PickleValue, PickleValue>;
}

/** The name of a class or function. */
export interface PickleGlobal {
  readonly kind: 'global';
  readonly module: string;
  readonly name: string;
}

/** `callable(*args)`, not called, with what the pickle then put into the result. */
export interface PickleCall {
  readonly kind: 'call';
  readonly callable: PickleValue;
  readonly args: readonly PickleValue[];
  /** Arguments by name (NEWOBJ_EX), then whatever BUILD set, in order. */
  states?: PickleValue[];
  /** What was appended; absent, like the others, until there is something: most calls have none. */
  items?: PickleValue[];
  entries?: Map<PickleValue, PickleValue>;
}

/** An object kept outside the pickle: here, always a storage. */
export interface PicklePersistent {
  readonly kind: 'persistent';
  readonly id: PickleValue;
}

/** A value that may hold others, or itself. */
export type PickleNode = Exclude<
  PickleValue,
  null | boolean | number | bigint | string | Uint8Array
>;

interface NodeOfKind {
  float: PickleFloat;
  list: PickleSequence;
  tuple: PickleSequence;
  set: PickleSequence;
  dict: PickleDict;
  global: PickleGlobal;
  call: PickleCall;
  persistent: PicklePersistent;
}

/** Whether the value has parts of its own, so that it can be shared, or contain itself. */
export function isNode(value: PickleValue | undefined): value is PickleNode {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

/** The value when it is a node of this kind. */
export function asKind<K extends PickleNode['kind']>(
  value: PickleValue | undefined,
  ...kinds: K[]
): NodeOfKind[K] | undefined {
  const wanted: readonly string[] = kinds;
  if (!isNode(value) || !wanted.includes(value.kind)) return undefined;
  return value as NodeOfKind[K];
}

/** `module name` of a global, the form in which tables here list them; undefined for anything else. */
export function globalKey(value: PickleValue | undefined): string | undefined {
  const found = asKind(value, 'global');
  return found && `${found.module} ${found.name}`;
}

/** Lists, tuples and `torch.Size(...)`. */
export function sequenceItems(value: PickleValue | undefined): readonly PickleValue[] | undefined {
  const sequence = asKind(value, 'list', 'tuple');
  if (sequence) return sequence.items;
  const call = asKind(value, 'call');
  if (!call || globalKey(call.callable) !== 'torch Size') return undefined;
  // One level only: a size holds numbers, and a size of sizes must not recurse.
  return call.args.length === 0 ? [] : asKind(call.args[0], 'list', 'tuple')?.items;
}
