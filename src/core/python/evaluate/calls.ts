import { elementOf, itemsOf, objectOf } from '../domain/heap';
import { alternatives, joinAll } from '../domain/join';
import type { Arguments, OpCall } from '../domain/operation';
import { openArguments } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import { multiplySizes, type Size } from '../domain/size';
import { cloneState, joinStates, replaceState, type State } from '../domain/state';
import { int, shapeValue, type TensorValue, UNKNOWN, type Value } from '../domain/value';
import { setName } from '../domain/variables';
import { vaeMethod } from '../models/comfy';
import { functionModel, methodModel } from '../models/lookup';
import type { Model } from '../models/model';
import { changedPicture, helperByName, pictureMethod } from '../models/pil';
import { v3Constructor } from '../models/v3Constructors';
import type { CallExpr, Expr } from '../syntax/ast';
import { noteWrite } from './assign';
import { forgetAttributes } from './attributeWrites';
import { builtinCall } from './builtins';
import { containerMethod } from './containers';
import { evaluate } from './evaluate';
import { inlineCall } from './inlineCall';
import { overUnions } from './overUnions';
import type { Run } from './run';
import { quietly } from './run';
import type { Scope } from './scope';

/** A call as a value: modelled, followed into the file, or unknown. */
export function evaluateCall(scope: Scope, expr: CallExpr): Value {
  const callee = evaluate(scope, expr.callee);
  const args = evaluateArguments(scope, expr);
  const value = callValue(scope, expr, callee, args);
  forgetAttributes(scope, expr, callee);
  return value;
}

function callValue(scope: Scope, expr: CallExpr, callee: Value, args: Arguments): Value {
  const { state } = scope;
  switch (callee.kind) {
    case 'union':
      return callOneOf(scope, expr, callee.items, args);
    case 'method':
      return callMethod(scope, expr, callee.receiver, callee.name, callee.at, args);
    case 'module':
      return callPath(scope, expr, callee.path, args);
    case 'function':
      return inlineCall(scope, expr, callee, args);
    case 'class':
      openArguments(state, args);
      return { kind: 'instance', definition: callee.definition };
    default:
      openArguments(state, args);
      return UNKNOWN;
  }
}

/** `methods[mode](image)`: whichever it is; a name for it would be one of these. */
function callOneOf(
  scope: Scope,
  expr: CallExpr,
  callees: readonly Value[],
  args: Arguments,
): Value {
  const { run, state } = scope;
  if (!callees.every(item => item.kind === 'function')) {
    openArguments(state, args);
    return UNKNOWN;
  }
  const values: Value[] = [];
  let joined: State | null = null;
  // Which one is called may hang on what the argument is: none of them alone proves anything.
  quietly(run, () => {
    for (const callee of callees) {
      const own = cloneState(state);
      values.push(callValue(scope.with(own), expr, callee, args));
      joined = joinStates(joined, own);
    }
  });
  if (joined) replaceState(state, joined);
  return joinAll(values);
}

function evaluateArguments(scope: Scope, expr: CallExpr): Arguments {
  const { state } = scope;
  const positional: Value[] = [];
  const positionalNodes: Expr[] = [];
  const keywords = new Map<string, Value>();
  const keywordNodes = new Map<string, Expr>();
  let isOpen = false;
  for (const argument of expr.args) {
    const value = evaluate(scope, argument.value);
    if (argument.name !== null) {
      keywords.set(argument.name, value);
      keywordNodes.set(argument.name, argument.value);
    } else if (argument.spread === '*') {
      const items = itemsOf(state, value);
      if (items === null) isOpen = true;
      else
        for (const item of items) {
          positional.push(item);
          positionalNodes.push({ type: 'Opaque', from: argument.from, to: argument.to, names: [] });
        }
    } else if (argument.spread === '**') {
      const dict = objectOf(state, value);
      if (dict?.type === 'dict' && !dict.isOpen && dict.maybe.size === 0) {
        for (const [key, item] of dict.entries) keywords.set(key, item);
      } else isOpen = true;
    } else if (!isOpen) {
      positional.push(value);
      positionalNodes.push(argument.value);
    }
  }
  return { positional, positionalNodes, keywords, keywordNodes, isOpen };
}

function opCall(
  { run, state }: Scope,
  expr: Expr,
  name: string,
  library: 'torch' | 'numpy',
  args: Arguments,
): OpCall {
  return {
    name,
    args,
    at: expr,
    text: run.text,
    library,
    items: value => itemsOf(state, value),
    element: value => elementOf(state, value),
  };
}

/** Runs a model on each combination of its arguments' alternatives. */
function runModel(
  scope: Scope,
  expr: Expr,
  name: string,
  library: 'torch' | 'numpy',
  model: Model,
  args: Arguments,
): Value {
  const { run } = scope;
  const keys = [...args.keywords.keys()];
  const values = [...args.positional, ...args.keywords.values()];
  return overUnions(run, values, alternativesOf => {
    const positional = alternativesOf.slice(0, args.positional.length);
    if (positional[0]?.kind === 'none') return raises();
    const keywords = new Map(keys.map((key, i) => [key, alternativesOf[positional.length + i]!]));
    return model(opCall(scope, expr, name, library, { ...args, positional, keywords }));
  });
}

const TRANSFORM = /^torchvision\.transforms\.(v2\.)?(ToTensor|ToPILImage)$/;

const lastPart = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

function callPath(scope: Scope, expr: CallExpr, path: string, args: Arguments): Value {
  const { state } = scope;
  const constructed = v3Constructor(path, args);
  if (constructed) return constructed;
  if (path.startsWith('builtins.') || path.startsWith('math.')) {
    return builtinCall(scope, expr, path, args);
  }
  // A transform is made first and called later: its path tells both.
  if (TRANSFORM.test(path)) return { kind: 'module', path: `${path}()` };
  const model = functionModel(path);
  const library = path.startsWith('numpy.') ? 'numpy' : 'torch';
  if (model) return runModel(scope, expr, lastPart(path), library, model, args);
  const helper = helperByName(opCall(scope, expr, lastPart(path), 'torch', args), lastPart(path));
  if (helper) return helper;
  openArguments(state, args);
  return UNKNOWN;
}

function callMethod(
  scope: Scope,
  expr: CallExpr,
  receiver: Value,
  name: string,
  receiverNode: Expr,
  args: Arguments,
): Value {
  const { run, state } = scope;
  const withReceiver: Arguments = {
    ...args,
    positional: [receiver, ...args.positional],
    positionalNodes: [receiverNode, ...args.positionalNodes],
  };
  const parts = alternatives(receiver);
  if (parts.some(part => part.kind === 'reference')) {
    return joinAll(
      parts
        .filter(part => part.kind !== 'none')
        .map(part => containerMethod(scope, part, name, args)),
    );
  }
  if (name.endsWith('_') && !name.startsWith('_')) noteInPlace(run, receiver, receiverNode, name);
  const values = [receiver, ...args.positional, ...args.keywords.values()];
  const keys = [...args.keywords.keys()];
  const result = overUnions(run, values, chosen => {
    const positional = chosen.slice(0, withReceiver.positional.length);
    const keywords = new Map(keys.map((key, i) => [key, chosen[positional.length + i]!]));
    return methodOf(scope, expr, name, { ...withReceiver, positional, keywords });
  });
  if (receiverNode.type !== 'Name') return result;
  if (name.endsWith('_')) rebind(state, receiverNode.name, receiver, result);
  const changed = receiver.kind === 'pil' ? changedPicture(receiver, name) : null;
  if (changed) rebind(state, receiverNode.name, receiver, changed);
  return result;
}

function methodOf(scope: Scope, expr: CallExpr, name: string, args: Arguments): OpOutcome {
  const { state } = scope;
  const receiver = args.positional[0]!;
  const library = receiver.kind === 'tensor' ? receiver.library : 'torch';
  const call = opCall(scope, expr, name, library, args);
  switch (receiver.kind) {
    case 'none':
      return raises();
    case 'pil':
      return pictureMethod(call, receiver);
    case 'vae':
      return vaeMethod(call);
    case 'tensor':
      return tensorMethod(call, receiver, name);
    case 'string':
      return /^(lower|upper|strip|replace|format|join|title|lstrip|rstrip)$/.test(name)
        ? { kind: 'string', value: null }
        : UNKNOWN;
    default:
      openArguments(state, args);
      return UNKNOWN;
  }
}

function tensorMethod(call: OpCall, value: TensorValue, name: string): OpOutcome {
  if (name === 'dim' || name === 'ndimension')
    return { kind: 'int', size: value.axes?.length ?? null, role: null };
  if (name === 'numel' || name === 'nelement')
    return int(value.axes?.reduce<Size>((all, { size }) => multiplySizes(all, size), 1) ?? null);
  if (name === 'size') return sizeMethod(call, value);
  const model = methodModel(value.library, name);
  if (model) return model(call);
  // A method torch tensors have and we do not model still gives a tensor nobody knows.
  return UNKNOWN;
}

function sizeMethod(call: OpCall, value: TensorValue): OpOutcome {
  const shape = shapeValue(value);
  const index = call.args.positional[1] ?? call.args.keywords.get('dim');
  if (index === undefined) return shape;
  if (shape.kind !== 'tuple' || index.kind !== 'int' || typeof index.size !== 'number') {
    return { kind: 'int', size: null, role: null };
  }
  return (
    shape.items.at(index.size) ??
    raises({ kind: 'shapeIndexOutside', at: call.at, value, index: index.size })
  );
}

const HARMLESS = new Set(['requires_grad_', 'share_memory_', 'detach_']);

function noteInPlace(run: Run, receiver: Value, node: Expr, name: string): void {
  if (HARMLESS.has(name)) return;
  noteWrite(
    run,
    node,
    alternatives(receiver).filter(part => part.kind !== 'none'),
  );
}

/** `x.unsqueeze_(0)` changes `x` itself, and every other name for the same tensor. */
function rebind(state: State, name: string, old: Value, result: Value): void {
  for (const [key, value] of [...state.vars])
    if (value === old && key !== name) setName(state, key, UNKNOWN);
  setName(state, name, result);
}
