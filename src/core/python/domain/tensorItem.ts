import { t } from '../../l10n';
import { axesText } from './describe';
import { type TensorValue, UNKNOWN, type Value } from './value';

/** One item of a tensor iterated along its first axis. */
export function itemOfTensor(value: TensorValue): Value {
  if (value.axes === null) return { ...value, port: null };
  if (value.axes.length === 0) return UNKNOWN;
  const axes = value.axes.slice(1);
  const text = () => t`one item along the first axis gives ${axesText(axes)}`;
  const step = value.step && {
    ...value.step,
    text,
    previous: value.step,
    depth: value.step.depth + 1,
  };
  return {
    ...value,
    axes,
    port: null,
    step: value.step && value.step.depth < 12 ? step : value.step,
  };
}
