import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import { alternatives, joinAll } from '../domain/join';
import { noteStep } from '../domain/outcome';
import {
  ANY_INT,
  int,
  NONE,
  shapeValue,
  string,
  type TensorValue,
  tuple,
  UNKNOWN,
  type Value,
} from '../domain/value';
import { attributeKey } from '../domain/variables';
import type { AttributeExpr } from '../syntax/ast';
import { classMember } from './classes';
import { evaluate } from './evaluate';
import type { Run } from './run';
import type { Scope } from './scope';

/** `object.name` as a value: of a tensor, a picture, a class, or written earlier. */
export function attributeOf(scope: Scope, expr: AttributeExpr): Value {
  const { run, state } = scope;
  if (expr.object.type === 'Name') {
    const own = state.vars.get(attributeKey(expr.object.name, expr.name));
    if (own !== undefined) return own;
  }
  const object = evaluate(scope, expr.object);
  const parts = alternatives(object).filter(item => item.kind !== 'none');
  if (parts.length === 0) return UNKNOWN;
  const isPlain = parts.every(item => item.kind === 'tensor' && !isMethod(expr.name));
  if (parts.length === 1 || isPlain) return joinAll(parts.map(item => member(run, item, expr)));
  return { kind: 'method', receiver: object, name: expr.name, at: expr.object };
}

const PLAIN = new Set(
  'shape ndim dtype device T mT data real imag grad is_cuda requires_grad size itemsize nbytes H'.split(
    ' ',
  ),
);
const isMethod = (name: string): boolean => !PLAIN.has(name);

function member(run: Run, object: Value, expr: AttributeExpr): Value {
  const { name } = expr;
  switch (object.kind) {
    case 'module':
      return { kind: 'module', path: `${object.path}.${name}` };
    case 'tensor':
      return tensorMember(object, expr);
    case 'pil':
      if (name === 'size') return tuple([int(object.width, 'W'), int(object.height, 'H')]);
      if (name === 'width') return int(object.width, 'W');
      if (name === 'height') return int(object.height, 'H');
      if (name === 'mode') return string(object.mode);
      return { kind: 'method', receiver: object, name, at: expr.object };
    case 'tuple':
      // `torch.max(x, dim=0).values`: a pair that answers to names too.
      if (name === 'values' || name === 'indices')
        return object.items[name === 'values' ? 0 : 1] ?? UNKNOWN;
      return { kind: 'method', receiver: object, name, at: expr.object };
    case 'instance':
    case 'class':
      return classMember(run, object, name);
    case 'unknown':
    case 'function':
      return UNKNOWN;
    default:
      return { kind: 'method', receiver: object, name, at: expr.object };
  }
}

function tensorMember(value: TensorValue, expr: AttributeExpr): Value {
  switch (expr.name) {
    case 'shape':
      return shapeValue(value);
    case 'ndim':
      return int(value.axes?.length ?? null);
    case 'size':
      // A method of torch tensors, a number of numpy arrays.
      return value.library === 'numpy'
        ? ANY_INT
        : { kind: 'method', receiver: value, name: 'size', at: expr.object };
    case 'T':
    case 'mT': {
      if (value.axes === null) return value;
      const axes = [...value.axes];
      if (expr.name === 'T') axes.reverse();
      else axes.push(...axes.splice(-2).reverse());
      const step = noteStep(expr, () => t`\`.${expr.name}\` gives ${axesText(axes)}`, value.step);
      return { ...value, axes, step, port: null };
    }
    case 'data':
    case 'real':
      return value;
    case 'grad':
      return NONE;
    case 'dtype':
      return value.dtype === 'uint8' ? { kind: 'module', path: `${value.library}.uint8` } : UNKNOWN;
    case 'device':
    case 'is_cuda':
    case 'requires_grad':
    case 'itemsize':
    case 'nbytes':
    case 'imag':
    case 'H':
      return UNKNOWN;
    default:
      return { kind: 'method', receiver: value, name: expr.name, at: expr.object };
  }
}
