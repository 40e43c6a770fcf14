import { latentContract } from '../../contracts/latent';
import { t } from '../../l10n';
import { axesText } from '../domain/describe';
import { objectOf } from '../domain/heap';
import type { Violation } from '../domain/outcome';
import type { Value } from '../domain/value';
import type { SlotEvent } from '../nodes/events';
import type { Expr } from '../syntax/ast';
import { comesFromLatent, latentToKeep } from './latents';
import type { PythonRule } from './rule';
import { slotName, violation } from './slot';

/** docs/rules/python/latent-dict.md */
export const latentDict: PythonRule = {
  id: 'python/latent-dict',
  severity: 'error',
  title: 'LATENT slot is no dict',
  description: 'A LATENT slot gets something other than a dict with samples.',
  on: {
    slot: check,
  },
};

function check(slot: SlotEvent): Violation | null {
  return slot.output.type === latentContract.kind ? checkLatent(slot, slot.value, slot.expr) : null;
}

function checkLatent(slot: SlotEvent, value: Value, node: Expr | null): Violation | null {
  if (value.kind === 'tensor') {
    const kept = comesFromLatent(value) ? latentToKeep(slot) : null;
    const fix = node
      ? {
          title: t('Wrap it: {"samples": ...}'),
          edits: [
            { from: node.from, to: node.from, newText: `{${kept ? `**${kept}, ` : ''}"samples": ` },
            { from: node.to, to: node.to, newText: '}' },
          ],
        }
      : undefined;
    return violation(
      slot,
      t`${slotName(slot)} gets a tensor ${axesText(value.axes)}; a LATENT is a dict \`{"samples": tensor}\`, and the next node fails on \`["samples"]\`.`,
      value,
      fix,
    );
  }
  const dict = objectOf(slot.state, value);
  if (dict?.type !== 'dict') return null;
  if (!dict.isOpen && !dict.entries.has('samples')) {
    const keys = [...dict.entries.keys()].map(key => `"${key}"`).join(', ');
    return violation(
      slot,
      keys === ''
        ? t`${slotName(slot)} gets a dict without "samples" (empty); the next node fails on \`["samples"]\`.`
        : t`${slotName(slot)} gets a dict without "samples" (${keys}); the next node fails on \`["samples"]\`.`,
      null,
    );
  }
  return null;
}
