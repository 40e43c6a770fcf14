import { CONTRACTS } from '../../contracts/index';
import { itemsOf } from '../domain/heap';
import { newState, type State } from '../domain/state';
import type { Value } from '../domain/value';
import { ancestry, findMethod } from '../evaluate/classes';
import { newFrame, quietly, type Run } from '../evaluate/run';
import { Scope } from '../evaluate/scope';
import { executeBlock } from '../evaluate/statements';
import type { ClassStatement, Expr } from '../syntax/ast';
import type { NodeClass, NodeInput, NodeOutput } from './node';

/** `io.ComfyNode`, `IO.ComfyNode`, `ComfyNode`, or a class of this file that derives from one. */
export function isV3Class(run: Run, definition: ClassStatement): boolean {
  return ancestry(run, definition).some(item => item.bases.some(base => isComfyNode(base.value)));
}

function isComfyNode(base: Expr): boolean {
  return (base.type === 'Attribute' || base.type === 'Name') && base.name === 'ComfyNode';
}

/** v3 type names as v1 spells them. */
const TYPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(CONTRACTS.map(({ kind, port }) => [port.v3, kind])),
  Int: 'INT',
  Float: 'FLOAT',
  String: 'STRING',
  Boolean: 'BOOLEAN',
  Combo: 'COMBO',
  Vae: 'VAE',
};

/** A node from `define_schema` and `execute`; null where either is not there or not followed. */
export function readV3(run: Run, definition: ClassStatement): NodeClass | null {
  const method = findMethod(run, definition, 'execute');
  const schemaMethod = findMethod(run, definition, 'define_schema');
  if (!method || !schemaMethod) return null;
  const state = newState();
  const [self] = schemaMethod.params;
  if (self) state.vars.set(self.name, { kind: 'class', definition });
  const frame = newFrame(schemaMethod);
  quietly(run, () => executeBlock(new Scope(run, frame, state), schemaMethod.body));
  const [only, ...more] = frame.returns;
  if (!only || more.length > 0 || only.value.kind !== 'schema') return null;
  const { inputs, outputs, isInputList } = only.value;
  return {
    api: 'v3',
    definition,
    method,
    inputs: readInputs(only.state, inputs),
    areAllInputs: false,
    outputs: readOutputs(only.state, outputs),
    isInputList,
  };
}

function readInputs(state: State, value: Value): Map<string, NodeInput> {
  const inputs = new Map<string, NodeInput>();
  for (const item of itemsOf(state, value) ?? []) {
    if (item.kind !== 'port' || item.direction !== 'in' || item.id === null) continue;
    inputs.set(item.id, {
      name: item.id,
      type: TYPES[item.type] ?? null,
      isOptional: item.optional,
    });
  }
  return inputs;
}

function readOutputs(state: State, value: Value): NodeOutput[] | null {
  if (value.kind === 'none') return [];
  const items = itemsOf(state, value);
  return (
    items?.map(item =>
      item.kind === 'port'
        ? { type: TYPES[item.type] ?? null, isList: item.isOutputList }
        : { type: null, isList: null },
    ) ?? null
  );
}
