import type { OpCall } from '../domain/operation';
import type { OpOutcome } from '../domain/outcome';
import { type DtypeClass, type TensorValue, UNKNOWN, type Value } from '../domain/value';
import { dtypeOfValue, isDtype } from './dtypeClasses';
import { type OpFamily, tensorArgument } from './model';

/** The same numbers in another dtype or place: shape, range and history stay. */
function moved(value: TensorValue, parts: Partial<TensorValue>): TensorValue {
  return { ...value, aliasOf: null, ...parts };
}

/** bytes cast to bool or floats cast to bytes no longer span the range they did. */
function castRange(value: TensorValue, dtype: DtypeClass | null): TensorValue['range'] {
  return dtype === 'bool' || dtype === null ? null : value.range;
}

const NAMED: Readonly<Record<string, DtypeClass>> = {
  float: 'float',
  double: 'float',
  half: 'half',
  bfloat16: 'half',
  byte: 'uint8',
  int: 'int',
  long: 'int',
  short: 'int',
  bool: 'bool',
};

/** `.half()` and the like: the shape stays, the dtype is named. */
export const namedCasts: OpFamily = {
  title: 'float, half, byte and the like',
  methods: Object.keys(NAMED),
  model: call => {
    const value = tensorArgument(call);
    const dtype = NAMED[call.name]!;
    return value ? moved(value, { dtype, range: castRange(value, dtype) }) : UNKNOWN;
  },
};

function toModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  const given = [...call.args.positional.slice(1), ...call.args.keywords.values()];
  const dtype = given.map(dtypeOfValue).find(item => item !== null);
  const isOnlyDtype = given.length > 0 && given.every(isDtype);
  const isKnown = given.every(
    item => isDtype(item) || item.kind === 'string' || item.kind === 'bool',
  );
  const next = dtype ?? (isKnown ? value.dtype : null);
  return moved(value, {
    dtype: next,
    range: dtype ? castRange(value, dtype) : value.range,
    onInputDevice: isOnlyDtype && value.onInputDevice,
  });
}

/** The shape stays; dtype, range and device by what is asked. */
export const toCasts: OpFamily = {
  title: 'to, type, astype',
  methods: ['to', 'type', 'type_as', 'astype'],
  arrayMethods: ['astype', 'view'],
  model: call => {
    if (call.library === 'numpy' && call.name === 'view') return UNKNOWN;
    return call.name === 'type_as' ? moveOnly(call) : toModel(call);
  },
};

function moveOnly(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  return value ? moved(value, { dtype: null, onInputDevice: false }) : UNKNOWN;
}

/** Copies and moves that keep the dtype; `detach` alone still shares memory. */
export const placeCasts: OpFamily = {
  title: 'cpu, cuda, clone, detach, contiguous',
  functions: ['torch.clone', 'torch.detach', 'numpy.copy', 'numpy.ascontiguousarray'],
  methods:
    'cpu cuda clone detach contiguous requires_grad_ pin_memory share_memory_ resolve_conj resolve_neg'.split(
      ' ',
    ),
  arrayMethods: ['copy'],
  model: call => {
    const value = tensorArgument(call);
    if (!value) return UNKNOWN;
    const isMove = call.name === 'cpu' || call.name === 'cuda';
    const aliasOf = call.name === 'detach' ? value.aliasOf : null;
    return moved(value, { aliasOf, onInputDevice: value.onInputDevice && !isMove });
  },
};

function numpyModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  const array: TensorValue = { ...value, library: 'numpy', onInputDevice: false };
  if (!value.onInputDevice) return array;
  return { kind: 'flaw', fault: { kind: 'numpyOnDevice', call, value }, value: array };
}

/** The same axes as an array; a fault for a tensor that may lie on the GPU. */
export const numpyCasts: OpFamily = {
  title: 'numpy',
  methods: ['numpy'],
  model: numpyModel,
};

function itemModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value || call.name !== 'item') return UNKNOWN;
  if (value.dtype === 'int' || value.dtype === 'uint8')
    return { kind: 'int', size: null, role: null };
  return value.dtype === 'float' || value.dtype === 'half'
    ? ({ kind: 'float', value: null } as Value)
    : UNKNOWN;
}

/** A number of the kind that the dtype tells; unknown for lists and bytes. */
export const itemCasts: OpFamily = {
  title: 'item and tolist',
  methods: ['item', 'tolist'],
  arrayMethods: ['item', 'tolist', 'tobytes'],
  model: itemModel,
};
