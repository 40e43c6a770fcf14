import { latentContract } from '../../contracts/latent';
import { t } from '../../l10n';
import { objectOf } from '../domain/heap';
import type { Violation } from '../domain/outcome';
import type { DictObject } from '../domain/value';
import type { SlotEvent } from '../nodes/events';
import { comesFromLatent, latentToKeep } from './latents';
import type { PythonRule } from './rule';

/** docs/rules/python/latent-keys-dropped.md */
export const latentKeysDropped: PythonRule = {
  id: 'python/latent-keys-dropped',
  severity: 'hint',
  title: 'LATENT keys dropped',
  description:
    '{"samples": t} is returned though a LATENT came in: noise_mask and batch_index are lost.',
  on: {
    slot: check,
  },
};

function check(slot: SlotEvent): Violation | null {
  if (slot.output.type !== latentContract.kind) return null;
  const dict = objectOf(slot.state, slot.value);
  return dict?.type === 'dict' ? checkDict(slot, dict) : null;
}

/** `{"samples": t}` written out though a LATENT came in whose other keys are then lost. */
function checkDict(slot: SlotEvent, dict: DictObject): Violation | null {
  const { at, node } = slot;
  const inputs = [...node.inputs.values()].filter(input => input.type === latentContract.kind);
  const isExact = !dict.isOpen && dict.entries.size === 1 && dict.entries.has('samples');
  if (inputs.length === 0 || !isExact || at?.type !== 'Dict' || node.isInputList !== false)
    return null;
  if (!comesFromLatent(dict.entries.get('samples')!)) return null;
  const kept = latentToKeep(slot);
  const place = at.from + 1;
  return {
    at,
    message: t`Only "samples" goes on, though ${inputs.map(input => `\`${input.name}\``).join(', ')} came in as a LATENT: its "noise_mask" and "batch_index" are lost. Copy the dict and set "samples".`,
    steps: [],
    ...(kept !== null && {
      fix: {
        title: t`Keep the other keys: **${kept}`,
        edits: [{ from: place, to: place, newText: `**${kept}, ` }],
      },
    }),
  };
}
