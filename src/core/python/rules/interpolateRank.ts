import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { OpCall } from '../domain/operation';
import type { Violation } from '../domain/outcome';
import type { TensorValue } from '../domain/value';
import { wrapFix } from './fixes';
import type { PythonRule } from './rule';

/** docs/rules/python/interpolate-rank.md */
export const interpolateRank: PythonRule = {
  id: 'python/interpolate-rank',
  severity: 'error',
  title: 'Interpolation of the wrong rank',
  description: 'F.interpolate with two sizes gets a value that has not four axes.',
  on: {
    resizedRank: ({ call, value }) => violation(call, value),
  },
};

function violation(call: OpCall, value: TensorValue): Violation {
  const node = call.args.positionalNodes[0];
  const isMask =
    value.axes?.length === 3 && value.axes[1]!.role === 'H' && value.axes[2]!.role === 'W';
  return {
    at: call.at,
    message: isMask
      ? t`A two-sided resize of ${axesText(value.axes)}: interpolate needs 4 axes [B,C,H,W] for that, so torch will raise. Use \`mask.unsqueeze(1)\` before and \`.squeeze(1)\` after.`
      : t`A two-sided resize of ${axesText(value.axes)}: interpolate needs 4 axes [B,C,H,W] for that, so torch will raise.`,
    steps: [value.step],
    ...(isMask &&
      node &&
      wrapFix(
        call,
        t('Resize as [B,1,H,W] and squeeze back'),
        node,
        '.unsqueeze(1)',
        '.squeeze(1)',
      )),
  };
}
