import { joinAxes } from '../domain/join';
import type { OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import { addSizes, type Size, sizesDiffer } from '../domain/size';
import { ANY_AXIS, type Axis, axis, type TensorValue } from '../domain/value';
import { argument, axisArgument, created, normalizeAxis, type OpFamily, someTensor } from './model';
import { overVariants, type Parts } from './rankVariants';

/** The tensors of a list argument: exact items, or one that stands for all. */
function partsOf(call: OpCall): Parts {
  const list = argument(call, 0, 'tensors', 'arrays', 'tup');
  return { exact: call.items(list), any: call.element(list) };
}

const catModel = (call: OpCall): OpOutcome =>
  overVariants(partsOf(call), parts => catParts(call, parts));

function catParts(call: OpCall, { exact, any }: Parts): OpOutcome {
  const given = FIXED_AXIS[call.name] ?? axisArgument(call, 1);
  const dim = given === 'absent' ? 0 : given;
  if (call.library === 'numpy' && argument(call, 1, 'axis')?.kind === 'none')
    return someTensor(call);
  if (exact === null) {
    return any?.kind === 'tensor' ? catMany(call, any, dim) : someTensor(call);
  }
  const tensors = exact.filter(item => item.kind === 'tensor').filter(item => !isEmptyVector(item));
  const ranked = tensors.filter(item => item.axes !== null);
  const other = ranked.find(item => item.axes!.length !== ranked[0]!.axes!.length);
  if (other)
    return raises({ kind: 'joinedRanksDiffer', call, a: ranked[0]!, b: other, dim, items: exact });
  const rank = ranked[0]?.axes?.length;
  if (rank === undefined || dim === null) return someTensorOf(call, rank);
  const at = normalizeAxis(dim, rank);
  if (at === null) return raises();
  const isWhole = tensors.length === exact.length && ranked.length === exact.length;
  const axes = catAxes(ranked, at, rank, isWhole);
  return axes === null ? raises() : finish(call, tensors, axes, tensors.length === exact.length);
}

const FIXED_AXIS: Readonly<Record<string, number>> = { vstack: 0, hstack: 1, dstack: 2 };

function someTensorOf(call: OpCall, rank: number | undefined): OpOutcome {
  if (rank === undefined) return someTensor(call);
  return created(
    call,
    Array.from({ length: rank }, () => ANY_AXIS),
  );
}

/** torch lets an empty one-dimensional tensor join any list. */
const isEmptyVector = (value: TensorValue): boolean =>
  value.axes?.length === 1 &&
  (value.axes[0]!.size === 0 || typeof value.axes[0]!.size !== 'number');

function catAxes(
  parts: readonly TensorValue[],
  at: number,
  rank: number,
  isWhole: boolean,
): Axis[] | null {
  const axes: Axis[] = [];
  for (let i = 0; i < rank; i++) {
    const column = parts.map(part => part.axes![i]!);
    if (i === at) {
      const size = isWhole ? column.reduce<Size>((sum, item) => addSizes(sum, item.size), 0) : null;
      const role = column.every(item => item.role === column[0]!.role)
        ? column[0]!.role
        : strongest(column);
      axes.push(axis(size, role));
      continue;
    }
    const sized = column.find(item => typeof item.size === 'number') ?? column[0]!;
    if (column.some(item => sizesDiffer(item.size, sized.size))) return null;
    axes.push(axis(sized.size, sharedRole(column)));
  }
  return axes;
}

const strongest = (column: readonly Axis[]) => {
  const roles = new Set(column.map(item => item.role).filter(role => role !== null));
  return roles.size === 1 ? [...roles][0]! : null;
};

const sharedRole = strongest;

/** A list of unknown length: the axes of one item, with the joined axis unknown. */
function catMany(call: OpCall, any: TensorValue, dim: number | null): OpOutcome {
  if (any.axes === null || dim === null) return someTensor(call);
  const at = normalizeAxis(dim, any.axes.length);
  if (at === null) return raises();
  const axes = any.axes.map((item, i) => (i === at ? axis(null, item.role) : item));
  return finish(call, [any], axes, true);
}

function finish(
  call: OpCall,
  parts: readonly TensorValue[],
  axes: readonly Axis[],
  isWhole: boolean,
): TensorValue {
  const first = parts[0]!;
  const same = <T>(read: (part: TensorValue) => T) =>
    isWhole && parts.every(part => read(part) === read(first));
  const result = created(call, axes, {
    dtype: same(part => part.dtype) ? first.dtype : null,
    range: same(part => part.range?.join()) ? first.range : null,
    onInputDevice: same(part => part.onInputDevice) && first.onInputDevice,
    port: same(part => part.port) ? first.port : null,
  });
  return { ...result, step: result.step && { ...result.step, previous: first.step } };
}

/** The ranks agree and one axis adds up; raises where another differs. */
export const catOps: OpFamily = {
  title: 'cat and concatenate',
  functions: ['torch.cat', 'torch.concat', 'torch.concatenate', 'numpy.concatenate'],
  model: catModel,
};

const stackModel = (call: OpCall): OpOutcome =>
  overVariants(partsOf(call), parts => stackParts(call, parts));

function stackParts(call: OpCall, { exact, any }: Parts): OpOutcome {
  const given = axisArgument(call, 1);
  const dim = given === 'absent' ? 0 : given;
  const parts = exact ?? (any ? [any] : []);
  const tensors = parts.filter(item => item.kind === 'tensor');
  const ranked = tensors.filter(item => item.axes !== null);
  const other = ranked.find(item => item.axes!.length !== ranked[0]!.axes!.length);
  if (other)
    return raises({
      kind: 'joinedRanksDiffer',
      call,
      a: ranked[0]!,
      b: other,
      dim,
      items: exact ?? [],
    });
  const first = ranked[0];
  if (!first) return someTensor(call);
  const rank = first.axes!.length + 1;
  if (dim === null)
    return created(
      call,
      Array.from({ length: rank }, () => ANY_AXIS),
    );
  const at = normalizeAxis(dim, rank);
  if (at === null) return raises();
  const inner = first.axes!.map((item, i) => {
    const column = ranked.map(part => part.axes![i]!);
    if (column.some(x => sizesDiffer(x.size, item.size))) return null;
    const sized = column.find(x => typeof x.size === 'number') ?? item;
    return { ...column.reduce(joinAxes), size: sized.size };
  });
  if (inner.includes(null)) return raises();
  const role = at === 0 && inner[0]?.role !== 'B' ? 'B' : null;
  const axes = [...(inner as Axis[])];
  axes.splice(at, 0, axis(exact ? exact.length : null, role));
  return finish(call, tensors, axes, tensors.length === parts.length);
}

/** A new axis as long as the list; raises where shapes differ. */
export const stackOps: OpFamily = {
  title: 'stack',
  functions: ['torch.stack', 'numpy.stack'],
  model: stackModel,
};

/** `vstack`, `hstack` and `dstack` raise the rank of small inputs first. */
function stackKindModel(call: OpCall): OpOutcome {
  const { exact, any } = partsOf(call);
  const least = call.name === 'dstack' ? 3 : 2;
  const parts = exact ?? (any ? [any] : []);
  const fits = parts.every(item => item.kind === 'tensor' && (item.axes?.length ?? 0) >= least);
  return fits && parts.length > 0 ? catModel(call) : someTensor(call);
}

/** Joined along the axis in the name; any shape where an input has fewer axes. */
export const stackKindOps: OpFamily = {
  title: 'vstack, hstack and dstack',
  functions: [
    'torch.vstack',
    'torch.hstack',
    'torch.dstack',
    'numpy.vstack',
    'numpy.hstack',
    'numpy.dstack',
  ],
  model: stackKindModel,
};
