import { rankOf } from '../../contracts/contract';
import { contractNamed } from '../../contracts/index';
import { t } from '../../l10n';
import { elementOf } from '../domain/heap';
import type { Violation } from '../domain/outcome';
import type { Value } from '../domain/value';
import type { SlotEvent } from '../nodes/events';
import type { PythonRule } from './rule';
import { slotName, violation } from './slot';

/** docs/rules/python/return-list.md */
export const returnList: PythonRule = {
  id: 'python/return-list',
  severity: 'error',
  title: 'List returned',
  description: 'A Python list lands in a tensor slot and OUTPUT_IS_LIST is not set.',
  on: {
    slot: check,
  },
};

function check(slot: SlotEvent): Violation | null {
  const { value, output } = slot;
  if (output.isList !== false) return null;
  const isTuple = value.kind === 'tuple' && value.shapeOf === null;
  const isPyList = value.kind === 'reference' && value.type === 'list';
  const isMany =
    value.kind === 'sequence' && value.isList && /^(tensor|pil)$/.test(value.element.kind);
  return isTuple || isPyList || isMany ? checkList(slot, value) : null;
}

function checkList(slot: SlotEvent, value: Value): Violation {
  const element = elementOf(slot.state, value);
  const rank = element?.kind === 'tensor' ? element.axes?.length : undefined;
  const contract = contractNamed(slot.output.type)!;
  const wanted = rankOf(contract);
  const join = rank === wanted ? 'cat' : rank === wanted - 1 ? 'stack' : null;
  const isTensor =
    contract.port.key === undefined && element?.kind === 'tensor' && element.library === 'torch';
  const fix =
    join && isTensor && slot.at
      ? {
          title: t`Make one batch: torch.${join}(..., dim=0)`,
          edits: [
            { from: slot.at.from, to: slot.at.from, newText: `torch.${join}(` },
            { from: slot.at.to, to: slot.at.to, newText: ', dim=0)' },
          ],
        }
      : undefined;
  const what = value.kind === 'tuple' ? 'tuple' : 'list';
  return violation(
    slot,
    t`${slotName(slot)} gets a Python ${what}, and OUTPUT_IS_LIST is not set for it: the next node expects one tensor and fails on it.`,
    null,
    fix,
  );
}
