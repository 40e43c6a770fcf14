import { imageContract } from '../../contracts/image';
import { t } from '../../l10n';
import type { Violation } from '../domain/outcome';
import type { SlotEvent } from '../nodes/events';
import { appendFix } from './fixes';
import type { PythonRule } from './rule';
import { slotName, violation } from './slot';

/** docs/rules/python/image-range.md */
export const imageRange: PythonRule = {
  id: 'python/image-range',
  severity: 'warning',
  title: 'IMAGE slot of 0 to 255 or -1 to 1',
  description:
    'The value in an IMAGE slot is proved 0..255, as from_numpy of uint8 without a division, or -1..1.',
  on: {
    slot: check,
  },
};

function check(slot: SlotEvent): Violation | null {
  const { value, output, expr: node } = slot;
  if (output.type !== imageContract.kind || value.kind !== 'tensor') return null;
  const isBytes =
    value.range !== null && value.range[0] >= 0 && value.range[1] > 200 && value.range[1] <= 256;
  if (value.range?.[0] === -1 && value.range[1] === 1) return signed(slot);
  if (!isBytes) return null;
  return violation(
    slot,
    t`${slotName(slot)} holds values 0..${value.range[1]}; ComfyUI's IMAGE runs 0..1, so it saves nearly white. Divide by 255.`,
    value,
    appendFix(t('Scale to 0..1: .float() / 255.0'), node ?? undefined, '.float() / 255.0'),
  );
}

function signed(slot: SlotEvent): Violation {
  const value = slot.value.kind === 'tensor' ? slot.value : null;
  return violation(
    slot,
    t`${slotName(slot)} holds values -1..1; ComfyUI's IMAGE runs 0..1, so all that is negative is saved black. Use \`(x + 1) / 2\`.`,
    value,
    appendFix(t('Scale to 0..1: .add(1).div(2)'), slot.expr ?? undefined, '.add(1).div(2)'),
  );
}
