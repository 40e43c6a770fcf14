import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { OpCall } from '../domain/operation';
import type { Fault, Violation } from '../domain/outcome';
import type { TensorValue } from '../domain/value';
import type { EventPlace } from '../evaluate/run';
import type { Expr } from '../syntax/ast';
import { appendFix } from './fixes';
import type { PythonRule } from './rule';

/** docs/rules/python/mask-broadcast.md */
export const maskBroadcast: PythonRule = {
  id: 'python/mask-broadcast',
  severity: 'error',
  title: 'IMAGE with a bare MASK',
  description: 'Arithmetic of an IMAGE and a MASK without a trailing axis on the mask.',
  on: {
    imageMeetsMask: (fault, place) => violation(fault, causeOf(fault.mask, place)),
  },
};

/** `image * mask + other * (1 - mask)` lacks one axis: the same mask in the same statement. */
function causeOf(mask: TensorValue, { statement }: EventPlace): string | null {
  let first = mask.step;
  while (first?.previous) first = first.previous;
  return first?.declared && statement ? `${statement.from}:${first.from}` : null;
}

function violation(
  { call, image, mask, maskSide }: Extract<Fault, { kind: 'imageMeetsMask' }>,
  cause: string | null,
): Violation {
  const node = maskNode(call, mask, maskSide);
  const fix = appendFix(
    t('Add a trailing axis to the mask: .unsqueeze(-1)'),
    node,
    mask.library === 'torch' ? '.unsqueeze(-1)' : '[..., None]',
  );
  return {
    at: call.at,
    message: t`${axesText(image.axes)} meets ${axesText(mask.axes)}: the mask's width lines up with the image's channels, which raises or mixes the wrong pixels. The mask needs a trailing axis: \`mask.unsqueeze(-1)\`.`,
    steps: [image.step, mask.step],
    ...(fix && { fix }),
    ...(cause !== null && { cause }),
  };
}

function maskNode(call: OpCall, mask: TensorValue, side: 'left' | 'right'): Expr | undefined {
  if (call.at.type === 'Binary') return side === 'right' ? call.at.right : call.at.left;
  const at = call.args.positional.indexOf(mask);
  return at < 0 ? undefined : call.args.positionalNodes[at];
}
