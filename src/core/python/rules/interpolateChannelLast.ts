import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { OpCall } from '../domain/operation';
import type { Violation } from '../domain/outcome';
import type { TensorValue } from '../domain/value';
import { quotedCode, wrapFix } from './fixes';
import type { PythonRule } from './rule';

/** docs/rules/python/interpolate-channel-last.md */
export const interpolateChannelLast: PythonRule = {
  id: 'python/interpolate-channel-last',
  severity: 'error',
  title: 'Interpolation of channel last',
  description: 'F.interpolate gets a channel-last value and resizes width and channels.',
  on: {
    resizedChannelLast: ({ call, value }) => violation(call, value),
  },
};

function violation(call: OpCall, value: TensorValue): Violation {
  const node = call.args.positionalNodes[0];
  return {
    at: call.at,
    message: t`${call.name} resizes the last two axes, and ${quotedCode(call.text, node)} is channel last ${axesText(value.axes)}: width and channels would be resized, height not. Go through \`.permute(0, 3, 1, 2)\` and back.`,
    steps: [value.step],
    ...(node &&
      wrapFix(
        call,
        t('Resize channel first and come back'),
        node,
        '.permute(0, 3, 1, 2)',
        '.permute(0, 2, 3, 1)',
      )),
  };
}
