import { imageContract } from '../../contracts/image';
import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import type { Violation } from '../domain/outcome';
import type { Value } from '../domain/value';
import type { SlotEvent } from '../nodes/events';
import type { PythonRule } from './rule';
import { slotName, violation } from './slot';

/** docs/rules/python/return-array.md */
export const returnArray: PythonRule = {
  id: 'python/return-array',
  severity: 'error',
  title: 'Array or PIL image returned',
  description: 'A numpy array or a PIL image lands in an IMAGE, MASK or LATENT slot.',
  on: {
    slot: check,
  },
};

function check(slot: SlotEvent): Violation | null {
  const { value } = slot;
  const isArray = value.kind === 'tensor' && value.library === 'numpy';
  return isArray || value.kind === 'pil' ? checkArray(slot, value) : null;
}

function checkArray(slot: SlotEvent, value: Value): Violation {
  const isReady =
    value.kind === 'tensor' &&
    slot.output.type === imageContract.kind &&
    value.axes?.length === 4 &&
    value.dtype === 'float';
  const fix =
    isReady && slot.expr
      ? {
          title: t('Return a torch tensor: torch.from_numpy(...)'),
          edits: [
            { from: slot.expr.from, to: slot.expr.from, newText: 'torch.from_numpy(' },
            { from: slot.expr.to, to: slot.expr.to, newText: ')' },
          ],
        }
      : undefined;
  return violation(
    slot,
    value.kind === 'tensor'
      ? t`${slotName(slot)} gets a numpy array ${axesText(value.axes)}; ComfyUI needs a torch tensor, and the next node will fail.`
      : t`${slotName(slot)} gets a PIL image; ComfyUI needs a torch tensor, and the next node will fail.`,
    value.kind === 'tensor' ? value : null,
    fix,
  );
}
