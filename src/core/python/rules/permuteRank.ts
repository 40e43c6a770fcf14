import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { OpCall } from '../domain/operation';
import type { Violation } from '../domain/outcome';
import type { TensorValue } from '../domain/value';
import { quotedCode } from './fixes';
import type { PythonRule } from './rule';

/** docs/rules/python/permute-rank.md */
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

function otherCount(call: OpCall, value: TensorValue, given: number): Violation {
  return {
    at: call.at,
    message: t`permute with ${given} axes, but ${quotedCode(call.text, call.args.positionalNodes[0])} is ${axesText(value.axes)} with ${value.axes!.length}: torch will raise. Name every axis once.`,
    steps: [value.step],
  };
}

function outside(call: OpCall, value: TensorValue, dims: readonly number[]): Violation {
  return {
    at: call.at,
    message: t`${call.name}(${dims.join(', ')}) reaches past the axes of ${quotedCode(call.text, call.args.positionalNodes[0])}, which is ${axesText(value.axes)}: torch will raise.`,
    steps: [value.step],
  };
}
