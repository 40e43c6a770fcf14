import { latentContract } from '../../contracts/latent';
import { alternatives } from '../domain/join';
import type { HistoryStep, Value } from '../domain/value';
import type { SlotEvent } from '../nodes/events';

/** The name of the one LATENT input, where it still holds the dict that came in; else null. */
export function latentToKeep(slot: SlotEvent): string | null {
  const inputs = [...slot.node.inputs.values()].filter(input => input.type === latentContract.kind);
  const name = inputs[0]?.name;
  const value = name === undefined ? undefined : slot.state.vars.get(name);
  const own = value?.kind === 'reference' ? slot.state.heap.get(value.id) : undefined;
  return inputs.length === 1 && own?.type === 'dict' && own.inputName === name ? name! : null;
}

/** A tensor that surely derives from an input latent: the first step of its history says so. */
export function comesFromLatent(value: Value): boolean {
  return alternatives(value).every(
    part =>
      part.kind === 'tensor' &&
      part.step !== null &&
      root(part.step).declared === latentContract.kind,
  );
}

function root(step: HistoryStep): HistoryStep {
  let first = step;
  while (first.previous) first = first.previous;
  return first;
}
