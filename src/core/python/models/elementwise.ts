import type { OpCall } from '../domain/operation';
import { type Fault, type OpOutcome, raises } from '../domain/outcome';
import {
  constantNumber,
  type DtypeClass,
  type TensorValue,
  UNKNOWN,
  type Value,
} from '../domain/value';
import { broadcastAxes, isImageAgainstMask, promote } from './broadcast';
import { argument, derived, type OpFamily, someTensor, tensorArgument } from './model';

const COMPARISONS = new Set(
  '< > <= >= == != lt gt le ge eq ne greater less greater_equal less_equal equal not_equal logical_and logical_or logical_xor isclose'.split(
    ' ',
  ),
);

/** The result of an arithmetic, comparison or logical operation between two values. */
export function combine(call: OpCall, op: string, left: Value, right: Value): OpOutcome {
  if (left.kind === 'tensor' && right.kind === 'tensor')
    return combineTensors(call, op, left, right);
  const [value, other] = left.kind === 'tensor' ? [left, right] : [right, left];
  if (value.kind !== 'tensor') return UNKNOWN;
  if (other.kind !== 'int' && other.kind !== 'float' && other.kind !== 'bool') return UNKNOWN;
  return derived(call, value, value.axes, {
    dtype: COMPARISONS.has(op) ? 'bool' : scalarDtype(op, value.dtype, other),
    range: scalarRange(op, value.range, constantNumber(other), left.kind === 'tensor'),
    step: value.step,
  });
}

function scalarDtype(op: string, dtype: DtypeClass | null, other: Value): DtypeClass | null {
  if (dtype === 'float' || dtype === 'half' || dtype === null) return dtype;
  if (op === '/' || op === 'div' || op === 'divide' || op === 'true_divide') return 'float';
  if (dtype === 'bool' && other.kind === 'int') return 'int';
  return other.kind === 'float' ? 'float' : dtype;
}

type Range = TensorValue['range'];

function scalarRange(op: string, range: Range, by: number | null, isLeft: boolean): Range {
  if (range === null || by === null) return null;
  const [low, high] = range;
  const ordered = (a: number, b: number): Range => [Math.min(a, b), Math.max(a, b)];
  if (/^(\*|mul|multiply)$/.test(op)) return ordered(low * by, high * by);
  if (/^(\+|add)$/.test(op)) return [low + by, high + by];
  if (/^(-|sub|subtract)$/.test(op)) return isLeft ? [low - by, high - by] : [by - high, by - low];
  if (/^(\/|div|divide|true_divide)$/.test(op) && isLeft && by !== 0) {
    return ordered(low / by, high / by);
  }
  return null;
}

function combineTensors(call: OpCall, op: string, a: TensorValue, b: TensorValue): OpOutcome {
  const fault = maskAgainstImage(call, a, b);
  if (fault) return raises(fault);
  if (a.library !== b.library) return UNKNOWN;
  const axes = broadcastAxes(a.axes, b.axes);
  if (axes === null) return raises();
  const source = (a.axes?.length ?? 0) >= (b.axes?.length ?? 0) ? a : b;
  const isUnit = isUnitRange(a.range) && isUnitRange(b.range) && /^(\*|mul|multiply)$/.test(op);
  return derived(call, source, axes === 'unknown' ? null : axes, {
    dtype: COMPARISONS.has(op) ? 'bool' : resultDtype(op, promoted(a, b)),
    range: isUnit ? [0, 1] : null,
    onInputDevice: a.onInputDevice && b.onInputDevice,
    step: source.step,
  });
}

const isUnitRange = (range: Range) => range?.[0] === 0 && range[1] === 1;

function resultDtype(op: string, dtype: DtypeClass | null): DtypeClass | null {
  const divides = op === '/' || op === 'div' || op === 'divide' || op === 'true_divide';
  return divides && dtype !== 'half' && dtype !== null ? 'float' : dtype;
}

/** A tensor without axes counts as a scalar when dtypes meet: then only equal ones are sure. */
function promoted(a: TensorValue, b: TensorValue): DtypeClass | null {
  const hasScalar = a.axes?.length === 0 || b.axes?.length === 0 || !a.axes || !b.axes;
  return hasScalar && a.dtype !== b.dtype ? null : promote(a.dtype, b.dtype);
}

function maskAgainstImage(call: OpCall, a: TensorValue, b: TensorValue): Fault | null {
  if (isImageAgainstMask(a, b))
    return { kind: 'imageMeetsMask', call, image: a, mask: b, maskSide: 'right' };
  if (isImageAgainstMask(b, a))
    return { kind: 'imageMeetsMask', call, image: b, mask: a, maskSide: 'left' };
  return null;
}

const BINARY_NAMES =
  'add sub subtract mul multiply div divide true_divide floor_divide pow power remainder fmod mod atan2 arctan2 maximum minimum fmax fmin hypot lt gt le ge eq ne greater less greater_equal less_equal not_equal logical_and logical_or logical_xor bitwise_and bitwise_or bitwise_xor bitwise_left_shift bitwise_right_shift isclose float_power xlogy copysign'.split(
    ' ',
  );
const IN_PLACE = 'add_ sub_ mul_ div_ pow_ fmod_ remainder_'.split(' ');

function binaryModel(call: OpCall): OpOutcome {
  const left = argument(call, 0, 'input', 'x1');
  const right = argument(call, 1, 'other', 'x2', 'exponent');
  if (!left || !right) return UNKNOWN;
  const outcome = combine(call, call.name.replace(/_$/, ''), left, right);
  if (!call.name.endsWith('_') || outcome.kind === 'flaw') return outcome;
  return left.kind === 'tensor' && outcome.kind === 'tensor' ? { ...left, range: null } : outcome;
}

/** Two operands broadcast; raises where their axes do not meet. */
export const binaryOps: OpFamily = {
  title: 'arithmetic and comparison of two values',
  functions: BINARY_NAMES.flatMap(name => [`torch.${name}`, `numpy.${name}`]),
  methods: [...BINARY_NAMES, ...IN_PLACE],
  model: binaryModel,
};

/** Operations of three tensors that broadcast together: `where`, `lerp`, `addcmul`. */
function ternaryModel(call: OpCall): OpOutcome {
  const values = [0, 1, 2].map(i => call.args.positional[i]);
  const [first, second, third] = values;
  if (call.name === 'where' && call.args.positional.length === 1) return someIndices(first);
  if (!first || !second || !third || call.args.isOpen) return UNKNOWN;
  const tensors = values.filter(value => value?.kind === 'tensor') as TensorValue[];
  const isKnown = values.every(value => value && /^(tensor|int|float|bool)$/.test(value.kind));
  const source = tensors.reduce(
    (a, b) => ((b.axes?.length ?? 0) > (a.axes?.length ?? 0) ? b : a),
    tensors[0]!,
  );
  if (!source || !isKnown) return UNKNOWN;
  let axes = source.axes;
  for (const value of tensors) {
    const fault = maskAgainstImage(call, source, value);
    if (fault) return raises(fault);
    const merged = broadcastAxes(axes, value.axes);
    if (merged === null) return raises();
    axes = merged === 'unknown' ? null : merged;
  }
  return derived(call, source, axes, { step: source.step });
}

function someIndices(first: Value | undefined): Value {
  return first?.kind === 'tensor' ? { kind: 'sequence', element: UNKNOWN, isList: true } : UNKNOWN;
}

/** `where`, `lerp` and the like: all operands broadcast. */
export const ternaryOps: OpFamily = {
  title: 'where, lerp and the like',
  functions: ['torch.where', 'numpy.where', 'torch.lerp', 'torch.addcmul', 'torch.addcdiv'],
  methods: ['lerp', 'addcmul', 'addcdiv'],
  model: ternaryModel,
};

const FLOAT_UNARY =
  'sqrt rsqrt exp expm1 exp2 log log2 log10 log1p sin cos tan asin acos atan arcsin arccos arctan sinh cosh tanh sigmoid reciprocal erf softmax log_softmax logit deg2rad rad2deg'.split(
    ' ',
  );
const SAME_UNARY =
  'abs absolute neg negative floor ceil round trunc rint fix sign sgn square relu gelu silu leaky_relu elu softplus hardtanh hardsigmoid nan_to_num positive clamp clip clamp_min clamp_max threshold dropout cumsum cumprod real bitwise_not logical_not isnan isinf isfinite signbit invert normalize fftshift ifftshift tril triu conj detach_ masked_fill index_fill scatter index_add masked_scatter flip fliplr flipud roll'.split(
    ' ',
  );
const UNARY_IN_PLACE =
  'clamp_ clip_ abs_ neg_ sqrt_ exp_ log_ round_ floor_ ceil_ sigmoid_ tanh_ relu_ zero_ fill_ masked_fill_ uniform_ normal_ nan_to_num_ copy_ scatter_ index_fill_ add_noise_'.split(
    ' ',
  );
const BOOLEAN = new Set(['logical_not', 'isnan', 'isinf', 'isfinite', 'signbit']);
const FLOATS = new Set(FLOAT_UNARY);

/** Operations that keep the shape; `clamp(0, 1)` also settles the range. */
function unaryModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  if (call.name.endsWith('_') && call.name !== 'detach_') {
    return { ...value, range: /^(clamp|clip)_$/.test(call.name) ? clampRange(call, value) : null };
  }
  const isClamp = /^(clamp|clip)$/.test(call.name);
  const keepsRange = /^(round|rint|flip|fliplr|flipud|roll|floor|ceil|trunc|fix)$/.test(call.name);
  return derived(call, value, value.axes, {
    dtype: BOOLEAN.has(call.name)
      ? 'bool'
      : FLOATS.has(call.name) && value.dtype !== 'half'
        ? /softmax/.test(call.name) && value.dtype !== 'float'
          ? null
          : value.dtype && 'float'
        : /^cum/.test(call.name) && value.dtype !== 'float'
          ? null
          : value.dtype,
    range: isClamp ? clampRange(call, value) : keepsRange ? value.range : null,
    step: value.step,
  });
}

function clampRange(call: OpCall, value: TensorValue): Range {
  const low = constantNumber(argument(call, 1, 'min', 'a_min'));
  const high = constantNumber(argument(call, 2, 'max', 'a_max'));
  if (low === null || high === null) return null;
  if (value.range === null) return low === 0 && high === 1 ? [0, 1] : null;
  return [Math.max(low, value.range[0]), Math.min(high, value.range[1])];
}

/** The shape stays; dtype and range by the function. */
export const unaryOps: OpFamily = {
  title: 'shape-keeping operations',
  functions: [...FLOAT_UNARY, ...SAME_UNARY].flatMap(name => [
    `torch.${name}`,
    `torch.nn.functional.${name}`,
    `torch.special.${name}`,
    `numpy.${name}`,
    `torch.fft.${name}`,
    `numpy.fft.${name}`,
  ]),
  methods: [...FLOAT_UNARY, ...SAME_UNARY, ...UNARY_IN_PLACE],
  arrayMethods: ['clip', 'round', 'conj', 'cumsum', 'cumprod'].filter(name => !/^cum/.test(name)),
  model: call => {
    if (/^cum/.test(call.name) && argument(call, 1, 'dim', 'axis') === undefined)
      return someTensor(call);
    return unaryModel(call);
  },
};
