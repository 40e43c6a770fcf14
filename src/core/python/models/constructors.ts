import type { OpCall } from '../domain/operation';
import type { OpOutcome } from '../domain/outcome';
import { type Size, subtractSizes } from '../domain/size';
import {
  ANY_AXIS,
  type Axis,
  axis,
  constantNumber,
  type DtypeClass,
  type TensorValue,
  UNKNOWN,
  type Value,
} from '../domain/value';
import { dtypeOfValue } from './dtypeClasses';
import {
  argument,
  created,
  derived,
  listArgument,
  type OpFamily,
  someTensor,
  tensorArgument,
} from './model';

const RANGE: Readonly<Record<string, TensorValue['range']>> = {
  zeros: [0, 1],
  ones: [0, 1],
  rand: [0, 1],
};

function axesOf(values: readonly Value[] | null): Axis[] | null {
  return (
    values?.map(value => (value.kind === 'int' ? axis(value.size, value.role) : ANY_AXIS)) ?? null
  );
}

function dtypeArgument(call: OpCall, fallback: DtypeClass | null): DtypeClass | null {
  const given = call.args.keywords.get('dtype');
  return given === undefined || given.kind === 'none' ? fallback : dtypeOfValue(given);
}

function sizedModel(call: OpCall): OpOutcome {
  const isNumpy = call.library === 'numpy';
  const skip = call.name === 'randint' ? integerSkip(call) : 0;
  const first = argument(call, skip, 'size', 'shape');
  const values =
    isNumpy && first?.kind === 'int' && call.name !== 'rand'
      ? [first]
      : listArgument(call, skip, 'size', 'shape');
  if (call.args.isOpen || values === null) return someTensor(call);
  const isNamed = call.args.keywords.has('size') || call.args.keywords.has('shape');
  if (values.length === 0 && !isNamed && first === undefined) return someTensor(call);
  const usual: DtypeClass = call.name === 'randint' ? 'int' : 'float';
  const positionalDtype = isNumpy && call.name !== 'full' ? call.args.positional[1] : undefined;
  const dtype =
    positionalDtype?.kind === 'module' ? dtypeOfValue(positionalDtype) : dtypeArgument(call, usual);
  return created(call, axesOf(values), {
    dtype: call.name === 'full' ? null : dtype,
    range: RANGE[call.name] ?? null,
  });
}

/** `randint(high, size)` or `randint(low, high, size)`. */
function integerSkip(call: OpCall): number {
  const second = call.args.positional[1];
  return second !== undefined && call.items(second) ? 1 : 2;
}

/** `zeros(2, 3)`: the axes are the sizes given. */
export const sizedConstructors: OpFamily = {
  title: 'zeros, ones, full, empty, rand',
  functions: [
    ...'zeros ones full empty rand randn randint'.split(' ').map(name => `torch.${name}`),
    ...'zeros ones full empty'.split(' ').map(name => `numpy.${name}`),
    'numpy.random.rand',
    'numpy.random.randn',
  ],
  model: call => (call.library === 'numpy' && call.name === 'randint' ? UNKNOWN : sizedModel(call)),
};

function likeModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call, 0, 'input', 'a');
  if (!value) return call.library === 'torch' ? someTensor(call) : UNKNOWN;
  const kind = call.name.replace('_like', '');
  return derived(call, value, value.axes, {
    dtype: dtypeArgument(call, value.dtype),
    range: value.dtype === 'float' ? (RANGE[kind] ?? null) : null,
    step: value.step,
  });
}

/** `zeros_like(x)`: the axes of `x`. */
export const likeConstructors: OpFamily = {
  title: 'zeros_like and the like',
  functions: [
    ...'zeros ones full empty rand randn randint'.split(' ').map(name => `torch.${name}_like`),
    ...'zeros ones full empty'.split(' ').map(name => `numpy.${name}_like`),
  ],
  model: likeModel,
};

function newModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call);
  if (!value) return UNKNOWN;
  if (call.name === 'new_tensor') return created(call, null);
  const values = listArgument(call, 1, 'size');
  return created(call, axesOf(values), { dtype: value.dtype });
}

/** The sizes given and the dtype of `x`; any shape for `new_tensor`. */
export const newConstructors: OpFamily = {
  title: 'new_zeros and the like',
  methods: ['new_zeros', 'new_ones', 'new_full', 'new_empty', 'new_tensor'],
  model: newModel,
};

function rangeLength(call: OpCall): Size {
  const values = call.args.positional;
  const numbers = values.map(constantNumber);
  if (call.args.isOpen || call.args.keywords.has('start') || call.args.keywords.has('end'))
    return null;
  if (numbers.every(item => item !== null)) {
    const [start, end, step] =
      numbers.length === 1 ? [0, numbers[0]!, 1] : [numbers[0]!, numbers[1]!, numbers[2] ?? 1];
    return Math.max(0, Math.ceil((end - start) / step));
  }
  const [first, second] = values;
  if (values.length === 1 && first?.kind === 'int') return first.size;
  if (values.length === 2 && first?.kind === 'int' && second?.kind === 'int') {
    return subtractSizes(second.size, first.size);
  }
  return null;
}

/** One axis, as long as the range where its ends are numbers. */
export const rangeConstructors: OpFamily = {
  title: 'arange',
  functions: ['torch.arange', 'numpy.arange'],
  model: call => created(call, [axis(rangeLength(call))]),
};

/** One axis of the steps asked for. */
export const lineConstructors: OpFamily = {
  title: 'linspace',
  functions: ['torch.linspace', 'torch.logspace', 'numpy.linspace'],
  model: call => {
    const steps = argument(call, 2, 'steps', 'num');
    const ends = [argument(call, 0, 'start'), argument(call, 1, 'end', 'stop')];
    if (ends.some(end => end?.kind !== 'int' && end?.kind !== 'float')) return someTensor(call);
    return created(call, [axis(steps?.kind === 'int' ? steps.size : null)], { dtype: 'float' });
  },
};

function eyeModel(call: OpCall): OpOutcome {
  const [rows, columns] = [argument(call, 0, 'n', 'N'), argument(call, 1, 'm', 'M')];
  const size = (value: Value | undefined): Size => (value?.kind === 'int' ? value.size : null);
  if (columns?.kind === 'module') return created(call, [axis(size(rows)), axis(size(rows))]);
  return created(call, [axis(size(rows)), axis(size(columns ?? rows))]);
}

/** `[n,m]`, or `[n,n]`. */
export const eyeConstructors: OpFamily = {
  title: 'eye',
  functions: ['torch.eye', 'numpy.eye'],
  model: eyeModel,
};

/** Grids of as many axes as there are vectors. */
function meshModel(call: OpCall): OpOutcome {
  const vectors = call.args.positional.flatMap(value => call.items(value) ?? [value]);
  const indexing = call.args.keywords.get('indexing');
  const isKnown = vectors.every(value => value.kind === 'tensor' && value.axes?.length === 1);
  if (!isKnown || call.args.isOpen || vectors.length === 0) return UNKNOWN;
  const sizes = vectors.map(value => (value as TensorValue).axes![0]!);
  const isXy =
    call.library === 'numpy'
      ? indexing?.kind !== 'string' || indexing.value !== 'ij'
      : indexing?.kind === 'string' && indexing.value === 'xy';
  if (isXy && sizes.length > 1) [sizes[0], sizes[1]] = [sizes[1]!, sizes[0]!];
  const grid = created(call, sizes);
  return { kind: 'tuple', items: vectors.map(() => grid), shapeOf: null };
}

/** A grid for each argument, with an axis for every one of them. */
export const meshConstructors: OpFamily = {
  title: 'meshgrid',
  functions: ['torch.meshgrid', 'numpy.meshgrid'],
  model: meshModel,
};
