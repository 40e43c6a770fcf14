import { t } from '../../l10n';
import type { Violation } from '../domain/outcome';
import type { SlotEvent } from '../nodes/events';
import type { PythonRule } from './rule';
import { slotName, violation } from './slot';

/** docs/rules/python/none-in-slot.md */
export const noneInSlot: PythonRule = {
  id: 'python/none-in-slot',
  severity: 'warning',
  title: 'None for a tensor',
  description: 'None lands in an IMAGE, MASK or LATENT slot.',
  on: {
    slot: check,
  },
};

function check(slot: SlotEvent): Violation | null {
  if (slot.value.kind !== 'none') return null;
  return violation(
    slot,
    t`${slotName(slot)} gets None: a node that is linked to it fails. Return a small black picture, or \`ExecutionBlocker(None)\` to stop what follows.`,
    null,
  );
}
