import type { OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import { axis, UNKNOWN } from '../domain/value';
import { broadcastAxes } from './broadcast';
import { derived, type OpFamily, tensorArgument } from './model';

function matmulModel(call: OpCall): OpOutcome {
  const a = tensorArgument(call, 0);
  const b = tensorArgument(call, 1, 'other', 'mat2');
  if (!a || !b) return UNKNOWN;
  if (!a.axes || !b.axes || a.axes.length < 2 || b.axes.length < 2) return derived(call, a, null);
  if (/^(mm|bmm)$/.test(call.name) && a.axes.length !== b.axes.length) return raises();
  const batch = broadcastAxes(a.axes.slice(0, -2), b.axes.slice(0, -2));
  if (batch === null) return raises();
  const rows = a.axes.at(-2)!;
  const columns = axis(b.axes.at(-1)!.size);
  const axes = [...(batch === 'unknown' ? [] : batch), axis(rows.size), columns];
  return derived(call, a, axes, { port: null });
}

/** `[..,n,k]` by `[..,k,m]` gives `[..,n,m]`; raises where the batches do not broadcast. */
export const matmulOps: OpFamily = {
  title: 'matmul, mm and bmm',
  functions: ['torch.matmul', 'torch.mm', 'torch.bmm', 'numpy.matmul'],
  methods: ['matmul', 'mm', 'bmm'],
  model: matmulModel,
};
