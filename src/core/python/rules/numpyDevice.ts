import { t } from '../../l10n';
import type { OpCall } from '../domain/operation';
import type { Violation } from '../domain/outcome';
import type { TensorValue } from '../domain/value';
import { quotedCode } from './fixes';
import type { PythonRule } from './rule';

/** docs/rules/python/numpy-device.md */
export const numpyDevice: PythonRule = {
  id: 'python/numpy-device',
  severity: 'hint',
  title: 'Tensor to numpy without cpu()',
  description: '.numpy() on an input without .cpu() fails once the tensor lies on a GPU.',
  on: {
    numpyOnDevice: ({ call, value }) => violation(call, value),
  },
};

function violation(call: OpCall, value: TensorValue): Violation {
  const at = call.at;
  const place = at.type === 'Call' && at.callee.type === 'Attribute' ? at.callee.object.to : null;
  return {
    at,
    message: t`\`.numpy()\` on ${quotedCode(call.text, call.args.positionalNodes[0])} without \`.cpu()\`: this raises when ComfyUI keeps its tensors on the GPU.`,
    steps: [value.step],
    ...(place !== null && {
      fix: {
        title: t('Move to the CPU first: .cpu()'),
        edits: [{ from: place, to: place, newText: '.cpu()' }],
      },
    }),
  };
}
