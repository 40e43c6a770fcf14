import { imageContract } from '../../contracts/image';
import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { Violation } from '../domain/outcome';
import type { TensorValue } from '../domain/value';
import type { SlotEvent } from '../nodes/events';
import { appendFix } from './fixes';
import type { PythonRule } from './rule';
import { slotName, violation } from './slot';

/** docs/rules/python/image-channel-first.md */
export const imageChannelFirst: PythonRule = {
  id: 'python/image-channel-first',
  severity: 'error',
  title: 'IMAGE slot is channel first',
  description: 'The value in an IMAGE slot is proved channel first.',
  on: {
    slot: check,
  },
};

function check(slot: SlotEvent): Violation | null {
  const { value, output, expr: node } = slot;
  if (output.type !== imageContract.kind || value.kind !== 'tensor' || value.axes === null)
    return null;
  const { axes } = value;
  if (!isChannelFirst(value)) return null;
  return violation(
    slot,
    t`${slotName(slot)} gets ${axesText(axes)}, channel first; ComfyUI's IMAGE is [B,H,W,C], so pictures come out as slices. Add \`.permute(0, 2, 3, 1)\`.`,
    value,
    appendFix(
      t('To channel last: .permute(0, 2, 3, 1)'),
      node ?? undefined,
      '.permute(0, 2, 3, 1)',
    ),
  );
}

/** Surely `[B,C,H,W]`: by the meaning of its axes, or by sizes that fit nothing else. */
function isChannelFirst({ axes }: TensorValue): boolean {
  const [, second, third, last] = axes!;
  const isSmall = (size: unknown) => size === 1 || size === 3 || size === 4;
  if (last!.role === 'C') return false;
  if (last!.role === 'W' && third!.role === 'H') return true;
  const isSecond = isSmall(second!.size) && second!.role !== 'H';
  return (
    isSecond &&
    typeof last!.size === 'number' &&
    !isSmall(last!.size) &&
    typeof third!.size === 'number'
  );
}
