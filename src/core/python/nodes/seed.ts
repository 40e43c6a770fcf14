import { contractNamed } from '../../contracts/index';
import { t } from '../../l10n';
import { allocate, newDict } from '../domain/heap';
import { joinAll } from '../domain/join';
import { noteStep } from '../domain/outcome';
import { portTensor } from '../domain/ports';
import { symbol } from '../domain/size';
import { newState, type State } from '../domain/state';
import {
  ANY_BOOL,
  ANY_FLOAT,
  ANY_STRING,
  type Axis,
  type AxisRole,
  axis,
  int,
  sequence,
  type TensorValue,
  UNKNOWN,
  type Value,
} from '../domain/value';
import { defaultOf } from '../evaluate/inlineCall';
import type { Run } from '../evaluate/run';
import type { Parameter } from '../syntax/ast';
import type { NodeClass, NodeInput } from './node';

/** The state in which a node's method starts: every parameter as the node declares it. */
export function seedState(run: Run, node: NodeClass): State {
  const state = newState();
  const isStatic = node.method.decorators.some(
    item => item.type === 'Name' && item.name === 'staticmethod',
  );
  const params = [...node.method.params];
  if (!isStatic) {
    const self = params.shift();
    const kind = node.api === 'v3' ? 'class' : 'instance';
    if (self) state.vars.set(self.name, { kind, definition: node.definition });
  }
  for (const param of params) state.vars.set(param.name, seedParameter(run, state, node, param));
  return state;
}

function seedParameter(run: Run, state: State, node: NodeClass, param: Parameter): Value {
  if (param.spread === '*') return sequence(UNKNOWN);
  if (param.spread === '**') return allocate(state, `seed**`, newDict(new Map(), true));
  const input = node.inputs.get(param.name);
  if (!input && node.areAllInputs && param.defaultValue) return defaultOf(run, param);
  if (!input || node.isInputList === null) return UNKNOWN;
  const value = declaredValue(state, input, param, node.isInputList);
  if (value.kind === 'unknown') return UNKNOWN;
  // Without a default Python itself asks for the value, so it is there whenever the body runs.
  if (!input.isOptional || !param.defaultValue) return value;
  return joinAll([value, defaultOf(run, param)]);
}

function declaredValue(state: State, input: NodeInput, param: Parameter, isList: boolean): Value {
  const { name, type } = input;
  if (isList) return listOf(input);
  const text = () => t`input \`${name}\` is declared ${type}`;
  const step = { ...noteStep(param, text, null), declared: type };
  const contract = contractNamed(type);
  if (contract) return portValue(state, contract, name, step);
  switch (type) {
    case 'INT':
      return int(
        symbol(`input.${name}`),
        /^width$/.test(name) ? 'W' : /^height$/.test(name) ? 'H' : null,
      );
    case 'FLOAT':
      return ANY_FLOAT;
    case 'STRING':
    case 'COMBO':
      return ANY_STRING;
    case 'BOOLEAN':
      return ANY_BOOL;
    case 'VAE':
      return { kind: 'vae' };
    default:
      return UNKNOWN;
  }
}

type PortContract = NonNullable<ReturnType<typeof contractNamed>>;

/** What a port of a kind passes: a tensor, or a dict that holds it under the contract's key. */
function portValue(
  state: State,
  { kind, range, port: { key } }: PortContract,
  name: string,
  step: TensorValue['step'],
): Value {
  const aliasOf = key === undefined ? name : `${name}["${key}"]`;
  const named = (role: AxisRole): Axis => axis(symbol(`${name}.${role}`), role);
  const passed = portTensor(kind, named, {
    dtype: 'float',
    range,
    aliasOf,
    onInputDevice: true,
    step,
  });
  if (key === undefined) return passed;
  const dict = { ...newDict(new Map([[key, passed]]), true), inputName: name };
  return allocate(state, `input ${name}`, dict);
}

/** `INPUT_IS_LIST`: every input comes as a list, each item with sizes of its own. */
function listOf({ type }: NodeInput): Value {
  const contract = contractNamed(type);
  if (contract === undefined || contract.port.key !== undefined) return sequence(UNKNOWN);
  const unnamed = (role: AxisRole) => axis(null, role);
  return sequence(portTensor(contract.kind, unnamed, { dtype: 'float', range: contract.range }));
}
