import { keyText } from '../pickle/text';
import {
  asKind,
  globalKey,
  isNode,
  type PickleCall,
  type PickleNode,
  type PickleValue,
} from '../pickle/value';

/** A part of a container: its step in the path (none when it lies where the container lies), its value. */
export type Child = readonly [key: string | undefined, value: PickleValue];

/** Classes that are nothing but their first argument and what was put in later. */
const CONTAINERS =
  /^(collections (OrderedDict|Counter|defaultdict|deque)|(builtins|__builtin__) (set|frozenset|list|dict|tuple))$/;

/** Whether a call makes a plain collection. */
export function isContainer(call: PickleCall): boolean {
  return CONTAINERS.test(globalKey(call.callable) ?? '');
}

/** torch.nn.Module keeps its tensors in these; a state_dict does not show them in its names. */
const MODULE_STATE: ReadonlySet<PickleValue> = new Set(['_parameters', '_buffers', '_modules']);

/** The parts of a value, in the order of the pickle. */
export function childrenOf(node: PickleNode): Iterable<Child> {
  switch (node.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return items(node.items);
    case 'dict':
      return entries(node.entries);
    case 'call':
      return callChildren(node);
    default:
      return [];
  }
}

function* items(values: readonly PickleValue[]): Iterable<Child> {
  for (let i = 0; i < values.length; i++) yield [String(i), values[i]!];
}

function* entries(map: ReadonlyMap<PickleValue, PickleValue>): Iterable<Child> {
  for (const [key, value] of map) yield [keyText(key), value];
}

function* callChildren(call: PickleCall): Iterable<Child> {
  const isCollection = isContainer(call);
  if (isCollection) yield* contents(call.args[0]);
  // Numbers and names among the arguments are told with the call itself.
  else for (const [key, value] of items(call.args)) if (hasParts(value)) yield [key, value];
  if (call.items) yield* items(call.items);
  if (call.entries) yield* entries(call.entries);
  // An OrderedDict's attributes are torch's `_metadata`: version numbers, no content.
  if (isCollection) return;
  for (const state of call.states ?? []) yield* stateChildren(state);
}

function hasParts(value: PickleValue): boolean {
  return isNode(value) && value.kind !== 'float' && value.kind !== 'global';
}

/** A collection's first argument: another collection, or Python 2's list of [key, value] pairs. */
function* contents(value: PickleValue | undefined): Iterable<Child> {
  const pairs = asKind(value, 'list')?.items.map(item => asKind(item, 'list', 'tuple')?.items);
  if (pairs?.every(pair => pair?.length === 2 && typeof pair[0] === 'string'))
    for (const pair of pairs) yield [keyText(pair![0]!), pair![1]!];
  else if (isNode(value)) yield [undefined, value];
}

/** What BUILD set: a dict of attributes, or that and the slots' dict, or the class's own choice. */
function* stateChildren(state: PickleValue): Iterable<Child> {
  const dict = asKind(state, 'dict');
  const isModule = dict?.entries.has('_parameters') && dict.entries.has('_modules');
  if (dict && isModule) {
    for (const [key, value] of dict.entries)
      yield [MODULE_STATE.has(key) ? undefined : keyText(key), value];
    return;
  }
  const pair = asKind(state, 'tuple')?.items;
  const isSlots = pair?.length === 2 && pair.every(part => part === null || asKind(part, 'dict'));
  if (isSlots) for (const part of pair) yield [undefined, part];
  else yield [undefined, state];
}
