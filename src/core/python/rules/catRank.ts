import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { OpCall } from '../domain/operation';
import type { Fix, Violation } from '../domain/outcome';
import type { TensorValue, Value } from '../domain/value';
import { appendFix } from './fixes';
import type { PythonRule } from './rule';

/** docs/rules/python/cat-rank.md */
export const catRank: PythonRule = {
  id: 'python/cat-rank',
  severity: 'error',
  title: 'Concatenation of different ranks',
  description: 'torch.cat gets values that are proved of different rank.',
  on: {
    joinedRanksDiffer: ({ call, a, b, dim, items }) => violation(call, a, b, dim, items),
  },
};

function violation(
  call: OpCall,
  a: TensorValue,
  b: TensorValue,
  dim: number | null,
  items: readonly Value[],
): Violation {
  const fix = catFix(call, a, b, dim, items);
  return {
    at: call.at,
    message: t`${call.name} of ${axesText(a.axes)} and ${axesText(b.axes)}: every part must have the same number of axes, so this raises.`,
    steps: [a.step, b.step],
    ...(fix && { fix }),
  };
}

function catFix(
  call: OpCall,
  a: TensorValue,
  b: TensorValue,
  dim: number | null,
  items: readonly Value[],
): Fix | undefined {
  const list = call.args.positionalNodes[0];
  if (list?.type !== 'Tuple' && list?.type !== 'List') return undefined;
  const small = a.axes!.length < b.axes!.length ? a : b;
  const large = small === a ? b : a;
  const node = list.items[items.indexOf(small)];
  if (
    large.axes!.length !== 4 ||
    small.axes!.length !== 3 ||
    !node ||
    items.length !== list.items.length
  )
    return undefined;
  if (items.filter(item => item.kind === 'tensor' && item.axes?.length === 3).length !== 1)
    return undefined;
  const [last, first] =
    small.library === 'torch' ? ['.unsqueeze(-1)', '.unsqueeze(0)'] : ['[..., None]', '[None]'];
  const isMask = small.axes![2]!.role === 'W' && large.axes![3]!.role === 'C';
  if (isMask && (dim === -1 || dim === 3))
    return appendFix(t`Give the mask a channel axis: ${last}`, node, last);
  const isPicture = small.axes![2]!.role === 'C' && large.axes![3]!.role === 'C' && dim === 0;
  return isPicture ? appendFix(t`Add the batch axis: ${first}`, node, first) : undefined;
}
