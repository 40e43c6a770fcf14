import { itemsOf, objectOf } from '../domain/heap';
import { newState, type State } from '../domain/state';
import type { DictObject, Value } from '../domain/value';
import { classAttribute, findMethod } from '../evaluate/classes';
import { newFrame, quietly, type Run } from '../evaluate/run';
import { Scope } from '../evaluate/scope';
import { executeBlock } from '../evaluate/statements';
import type { ClassStatement } from '../syntax/ast';
import type { NodeClass, NodeInput, NodeOutput } from './node';

const SECTIONS = ['required', 'optional', 'hidden'] as const;

type Inputs = Pick<NodeClass, 'inputs' | 'areAllInputs'>;

/** The inputs that `INPUT_TYPES` declares, as far as following its body tells. */
export function readV1Inputs(run: Run, definition: ClassStatement): Inputs {
  const inputs = new Map<string, NodeInput>();
  const unknown = { inputs, areAllInputs: false };
  const method = findMethod(run, definition, 'INPUT_TYPES');
  if (!method) return unknown;
  const state = newState();
  const [self] = method.params;
  if (self) state.vars.set(self.name, { kind: 'class', definition });
  const frame = newFrame(method);
  quietly(run, () => executeBlock(new Scope(run, frame, state), method.body));
  const [only, ...more] = frame.returns;
  if (!only || more.length > 0) return unknown;
  const all = objectOf(only.state, only.value);
  if (all?.type !== 'dict') return unknown;
  const areRead = SECTIONS.map(section => readSection(only.state, all, section, inputs));
  return { inputs, areAllInputs: !all.isOpen && areRead.every(isRead => isRead) };
}

/** Whether nothing else can be in the section. */
function readSection(
  state: State,
  all: DictObject,
  section: (typeof SECTIONS)[number],
  inputs: Map<string, NodeInput>,
): boolean {
  const declared = all.entries.get(section);
  if (declared === undefined) return true;
  const part = objectOf(state, declared);
  if (part?.type !== 'dict') return false;
  for (const [name, value] of part.entries) {
    const isOptional = section !== 'required' || part.maybe.has(name);
    const type = section === 'hidden' ? null : typeOf(state, value);
    if (!inputs.has(name)) inputs.set(name, { name, type, isOptional });
  }
  return !part.isOpen;
}

/** `("IMAGE", {...})` names its type; `(["a", "b"],)` is a choice of strings. */
function typeOf(state: State, value: Value): string | null {
  const first = itemsOf(state, value)?.[0];
  if (first?.kind === 'string') return first.value;
  return first && itemsOf(state, first) ? 'COMBO' : null;
}

/** The declared outputs; null when `RETURN_TYPES` is computed beyond what we follow. */
export function readV1Outputs(run: Run, definition: ClassStatement): NodeOutput[] | null {
  const types = classAttribute(run, definition, 'RETURN_TYPES');
  if (types?.kind !== 'tuple') return null;
  const lists = classAttribute(run, definition, 'OUTPUT_IS_LIST');
  return types.items.map((item, i) => ({
    type: item.kind === 'string' ? item.value : null,
    isList: isListSlot(lists, i),
  }));
}

function isListSlot(lists: Value | null, index: number): boolean | null {
  if (lists === null) return false;
  if (lists.kind !== 'tuple') return null;
  const item = lists.items[index];
  if (item === undefined) return null;
  return item.kind === 'bool' ? item.value : null;
}
