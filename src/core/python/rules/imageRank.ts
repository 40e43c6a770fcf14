import { imageContract } from '../../contracts/image';
import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { Violation } from '../domain/outcome';
import type { TensorValue } from '../domain/value';
import type { SlotEvent } from '../nodes/events';
import type { Expr } from '../syntax/ast';
import { appendFix } from './fixes';
import type { PythonRule } from './rule';
import { slotName, violation } from './slot';

/** docs/rules/python/image-rank.md */
export const imageRank: PythonRule = {
  id: 'python/image-rank',
  severity: 'error',
  title: 'IMAGE slot of the wrong rank',
  description: 'The value in an IMAGE slot is proved not to have four axes.',
  on: {
    slot: check,
  },
};

function check(slot: SlotEvent): Violation | null {
  const { value, output } = slot;
  if (output.type !== imageContract.kind || value.kind !== 'tensor') return null;
  return value.axes === null || value.axes.length === 4 ? null : otherRank(slot, value, slot.expr);
}

function otherRank(slot: SlotEvent, value: TensorValue, node: Expr | null): Violation {
  const axes = value.axes!;
  const roles = axes.map(item => item.role ?? '-').join('');
  const isPicture = axes.length === 3 && /^.?HWC$|^HW-$/.test(roles);
  const isMask = roles === 'BHW';
  const suffix = isPicture
    ? '.unsqueeze(0)'
    : isMask
      ? '.unsqueeze(-1).expand(-1, -1, -1, 3)'
      : null;
  const title = isPicture
    ? t('Add the batch axis: .unsqueeze(0)')
    : t('Make an image of the mask: three channels');
  const fix =
    suffix && slot.output.isList === false
      ? appendFix(title, node ?? undefined, suffix)
      : undefined;
  return violation(
    slot,
    isPicture
      ? t`${slotName(slot)} gets ${axesText(axes)} with ${axes.length} axes; an IMAGE is [B,H,W,C] with 4. Add the batch axis: \`.unsqueeze(0)\`.`
      : t`${slotName(slot)} gets ${axesText(axes)} with ${axes.length} axes; an IMAGE is [B,H,W,C] with 4.`,
    value,
    fix,
  );
}
