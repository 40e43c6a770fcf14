import { type LocalText, t } from '../../l10n';
import type { Fix, Violation } from '../domain/outcome';
import type { TensorValue } from '../domain/value';
import type { SlotEvent } from '../nodes/events';

/** `output 0 (IMAGE)`, as findings name a slot. */
export const slotName = ({ index, output }: SlotEvent): LocalText =>
  t`output ${index} (${output.type})`;

/** What is wrong with the value of a slot, at its expression; its history explains it. */
export function violation(
  slot: SlotEvent,
  message: LocalText,
  value: TensorValue | null,
  fix?: Fix,
): Violation {
  const at = slot.at ?? slot.outer;
  return { at, message, steps: [value?.step ?? null], ...(fix && { fix }) };
}
