import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { OpCall } from '../domain/operation';
import { noteStep, type OpOutcome } from '../domain/outcome';
import type { Axis, HistoryStep, TensorValue, Value } from '../domain/value';
import { constantInt, tensor } from '../domain/value';

/** From a call with its arguments to what it comes to; throws never. */
export type Model = (call: OpCall) => OpOutcome;

/** A family of operations that share one model: one entry in `index.ts`. */
export interface OpFamily {
  readonly title: string;
  /** Dotted paths as imported: `torch.cat`, `numpy.concatenate`. */
  readonly functions?: readonly string[];
  /** Methods of a torch tensor. */
  readonly methods?: readonly string[];
  /** Methods of a numpy array. */
  readonly arrayMethods?: readonly string[];
  readonly model: Model;
}

/** The argument at a place or by one of its names; undefined when absent. */
export function argument(call: OpCall, index: number, ...names: string[]): Value | undefined {
  const positional = call.args.positional[index];
  if (positional !== undefined) return positional;
  for (const name of names) {
    const value = call.args.keywords.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The argument at this place or of this name where it is a tensor; null where it is not. */
export function tensorArgument(call: OpCall, index = 0, ...names: string[]): TensorValue | null {
  const value = argument(call, index, ...(names.length ? names : ['input', 'a', 'x']));
  return value?.kind === 'tensor' ? value : null;
}

/** `dim`/`axis` as given: its number, `absent`, `none`, or null when not known. */
export function axisArgument(call: OpCall, index: number): number | 'absent' | null {
  const value = argument(call, index, 'dim', 'axis');
  if (value === undefined || value.kind === 'none') return 'absent';
  return constantInt(value);
}

/** Numbers given as `f(x, 1, 2)`, `f(x, (1, 2))` or `f(x, dims=[1, 2])`; null when not known. */
export function listArgument(
  call: OpCall,
  index: number,
  ...names: string[]
): readonly Value[] | null {
  if (call.args.isOpen) return null;
  const first = argument(call, index, ...names);
  if (first === undefined) return index >= call.args.positional.length ? [] : null;
  const items = call.items(first);
  if (items) return items;
  const rest = call.args.positional.slice(index);
  if (rest.length === 0) return first.kind === 'int' ? [first] : null;
  return rest.every(value => value.kind === 'int') ? rest : null;
}

/** Constant whole numbers of a list argument; null when any is not known. */
export function constantList(values: readonly Value[] | null): number[] | null {
  if (values === null) return null;
  const numbers = values.map(constantInt);
  return numbers.includes(null) ? null : (numbers as number[]);
}

/** Turns a negative axis round; null where it lies outside `0..rank-1`. */
export function normalizeAxis(dim: number, rank: number): number | null {
  const at = dim < 0 ? dim + rank : dim;
  return at >= 0 && at < rank ? at : null;
}

/** A value with other axes: a view that still shares memory and meaning. */
export function withAxes(
  call: OpCall,
  value: TensorValue,
  axes: readonly Axis[] | null,
): TensorValue {
  const step = axes ? stepFor(call, axes, value.step) : value.step;
  return { ...value, axes, step, port: samePort(value, axes) };
}

function samePort(value: TensorValue, axes: readonly Axis[] | null): TensorValue['port'] {
  if (!axes || !value.axes || axes.length !== value.axes.length) return null;
  return axes.every((item, i) => item.role === value.axes![i]!.role) ? value.port : null;
}

/** A fresh value computed from another: same library, own memory. */
export function derived(
  call: OpCall,
  value: TensorValue,
  axes: readonly Axis[] | null,
  parts: Partial<TensorValue> = {},
): TensorValue {
  const base = withAxes(call, value, axes);
  return { ...base, aliasOf: null, dtype: null, range: null, ...parts };
}

/** A value made from nothing but numbers. */
export function created(
  call: OpCall,
  axes: readonly Axis[] | null,
  parts: Partial<TensorValue> = {},
): TensorValue {
  const step = axes ? stepFor(call, axes, null) : null;
  return tensor({ library: call.library, axes, step, ...parts });
}

/** "`permute(0,3,1,2)` gives `[B,C,H,W]`" at the place of the call. */
export function stepFor(
  call: OpCall,
  axes: readonly Axis[],
  previous: HistoryStep | null,
): HistoryStep {
  return noteStep(call.at, () => t`${sourceText(call)} gives ${axesText(axes)}`, previous);
}

/** The source of the call without its receiver, short enough for a message. */
export function sourceText(call: OpCall): string {
  const at = call.at;
  const isMethod = at.type === 'Call' && at.callee.type === 'Attribute';
  const from = isMethod && at.callee.type === 'Attribute' ? at.callee.nameSpan.from : at.from;
  const text = call.text.slice(from, at.to).replace(/\s+/g, ' ');
  return `\`${text.length > 48 ? `${text.slice(0, 45)}...` : text}\``;
}

/** A tensor of unknown rank: what a torch function surely returns when nothing else is known. */
export function someTensor(call: OpCall): Value {
  return tensor({ library: call.library });
}
