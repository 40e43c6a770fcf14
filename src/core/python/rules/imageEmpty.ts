import { contractNamed } from '../../contracts/index';
import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import { itemsOf } from '../domain/heap';
import type { Violation } from '../domain/outcome';
import type { SlotEvent } from '../nodes/events';
import type { PythonRule } from './rule';
import { slotName, violation } from './slot';

/** docs/rules/python/image-empty.md */
export const imageEmpty: PythonRule = {
  id: 'python/image-empty',
  severity: 'warning',
  title: 'Empty tensor for no picture',
  description: 'An empty tensor, list or tuple stands for "no picture" in an IMAGE or MASK slot.',
  on: {
    slot: check,
  },
};

function check(slot: SlotEvent): Violation | null {
  const { value, output, state } = slot;
  // What is held in a dict has rules of its own.
  if (contractNamed(output.type)?.port.key !== undefined) return null;
  if (value.kind === 'tensor') {
    if (value.library !== 'torch' || !value.axes?.some(({ size }) => size === 0)) return null;
    return violation(
      slot,
      t`${slotName(slot)} gets ${axesText(value.axes)}, which holds no picture: a node that is linked to it fails. Return a small black picture, or \`ExecutionBlocker(None)\` to stop what follows.`,
      value,
    );
  }
  // An item of OUTPUT_IS_LIST is a slot of its own; the list itself may be empty.
  if (output.isList !== false || itemsOf(state, value)?.length !== 0) return null;
  return violation(
    slot,
    t`${slotName(slot)} gets an empty tuple or list, which holds no picture: a node that is linked to it fails. Return a small black picture, or \`ExecutionBlocker(None)\` to stop what follows.`,
    null,
  );
}
