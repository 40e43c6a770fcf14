import { t } from '../../l10n';
import { alternatives } from '../domain/join';
import type { DictObject, Step, Value } from '../domain/value';
import type { Draft } from '../interpret/context';
import type { Slot } from './slots';

/** `{"samples": t}` written out though a LATENT came in whose other keys are then lost. */
export function keysDroppedDraft(slot: Slot, dict: DictObject): Draft | null {
  const { at, node } = slot;
  const inputs = [...node.inputs.values()].filter(input => input.type === 'LATENT');
  const isExact = !dict.isOpen && dict.entries.size === 1 && dict.entries.has('samples');
  if (inputs.length === 0 || !isExact || at?.type !== 'Dict' || node.isInputList !== false)
    return null;
  if (!comesFromLatent(dict.entries.get('samples')!)) return null;
  const kept = latentToKeep(slot);
  const place = at.from + 1;
  return {
    rule: 'python/latent-keys-dropped',
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

/** The name of the one LATENT input, where it still holds the dict that came in; else null. */
export function latentToKeep(slot: Slot): string | null {
  const inputs = [...slot.node.inputs.values()].filter(input => input.type === 'LATENT');
  const name = inputs[0]?.name;
  const value = name === undefined ? undefined : slot.state.vars.get(name);
  const own = value?.kind === 'reference' ? slot.state.heap.get(value.id) : undefined;
  return inputs.length === 1 && own?.type === 'dict' && own.inputName === name ? name! : null;
}

/** A tensor that surely derives from an input latent: the first step of its history says so. */
export function comesFromLatent(value: Value): boolean {
  return alternatives(value).every(
    part => part.kind === 'tensor' && part.step !== null && root(part.step).declared === 'LATENT',
  );
}

function root(step: Step): Step {
  let first = step;
  while (first.previous) first = first.previous;
  return first;
}
