import { t } from '../../l10n';
import { shapeText } from '../domain/describe';
import type { OpCall } from '../domain/operation';
import type { Violation } from '../domain/outcome';
import type { Tensor } from '../domain/value';
import { quoted } from './fixes';
import type { PythonRule } from './rule';

export const permuteRank: PythonRule = {
  id: 'python/permute-rank',
  severity: 'error',
  title: 'Permutation of another rank',
  description: 'permute names as many axes as the value does not have.',
  on: {
    permutedByOtherCount: ({ call, value, given }) => otherCount(call, value, given),
    axisOutside: ({ call, value, dims }) => outside(call, value, dims),
  },
};

function otherCount(call: OpCall, value: Tensor, given: number): Violation {
  return {
    at: call.at,
    message: t`permute with ${given} axes, but ${quoted(call.text, call.args.positionalNodes[0])} is ${shapeText(value.axes)} with ${value.axes!.length}: torch will raise. Name every axis once.`,
    steps: [value.step],
  };
}

function outside(call: OpCall, value: Tensor, dims: readonly number[]): Violation {
  return {
    at: call.at,
    message: t`${call.name}(${dims.join(', ')}) reaches past the axes of ${quoted(call.text, call.args.positionalNodes[0])}, which is ${shapeText(value.axes)}: torch will raise.`,
    steps: [value.step],
  };
}
