import type { OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import { ANY_AXIS, type Axis, axis, UNKNOWN } from '../domain/value';
import { argument, derived, type OpFamily, someTensor, tensorArgument } from './model';

/** `einops.rearrange(x, "b h w c -> b c h w")` where both sides are plain names. */
function rearrangeModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call, 0, 'tensor');
  const pattern = argument(call, 1, 'pattern');
  if (!value || pattern?.kind !== 'string' || pattern.value === null) return UNKNOWN;
  const sides = pattern.value.split('->').map(side => side.trim().match(/\([^)]*\)|\S+/g) ?? []);
  const [from, to] = sides;
  if (!from || !to || sides.length !== 2 || /\.\.\./.test(pattern.value)) return someTensor(call);
  if (value.axes && value.axes.length !== from.length) return raises();
  const byName = new Map<string, Axis>(from.map((name, i) => [name, value.axes?.[i] ?? ANY_AXIS]));
  const axes = to.map(
    name => byName.get(name) ?? (name === '1' || name === '()' ? axis(1) : ANY_AXIS),
  );
  return derived(call, value, axes, { dtype: value.dtype, range: value.range });
}

/** The axes of the right side; raises where the left side names another count. */
export const rearrangeOps: OpFamily = {
  title: 'einops.rearrange',
  functions: ['einops.rearrange'],
  model: rearrangeModel,
};
