import { alternatives, joinAll } from '../domain/join';
import type { OpOutcome } from '../domain/outcome';
import type { TensorValue, Value } from '../domain/value';

/** The parts of a list: exact items, or else one that stands for all. */
export interface Parts {
  readonly exact: readonly Value[] | null;
  readonly any: Value | null;
}

const MAX_ITEMS = 8;

/**
 * Lists whose items may be of one rank or of another, taken apart by rank: what joins them raises on a mixture,
 * so each list that comes through holds one rank. The parts as they are where nothing is to be taken apart.
 */
export function rankVariants(parts: Parts): readonly Parts[] {
  const { exact, any } = parts;
  const mixed = exact === null ? (any ? [any] : []) : exact;
  const unions = mixed.filter(item => item.kind === 'union');
  if (unions.length === 0 || mixed.length > MAX_ITEMS) return [parts];
  const ranks = unions.map(ranksOf);
  if (ranks.includes(null)) return [parts];
  const shared = ranks.reduce((a, b) => a!.filter(rank => b!.includes(rank)))!;
  const variants = [...new Set(shared)].map(rank =>
    mixed.map(item => (item.kind === 'union' ? ofRank(item, rank) : item)),
  );
  if (variants.length === 0) return [parts];
  return variants.map(items =>
    exact === null ? { exact: null, any: items[0]! } : { exact: items, any },
  );
}

/** The ranks of a union of tensors, None aside; null where something else is among them. */
function ranksOf(value: Value): number[] | null {
  const parts = alternatives(value).filter(part => part.kind !== 'none');
  const ranks = parts.map(part => (part.kind === 'tensor' ? (part.axes?.length ?? null) : null));
  return ranks.length === 0 || ranks.includes(null) ? null : (ranks as number[]);
}

function ofRank(value: Value, rank: number): Value {
  return joinAll(
    alternatives(value).filter(part => part.kind === 'tensor' && part.axes!.length === rank),
  ) as TensorValue;
}

/** Runs a model on each variant; what raises is dropped while another comes through. */
export function overVariants(parts: Parts, model: (parts: Parts) => OpOutcome): OpOutcome {
  const outcomes = rankVariants(parts).map(model);
  const sound = outcomes.filter(outcome => outcome.kind !== 'flaw') as Value[];
  return sound.length > 0 ? joinAll(sound) : outcomes[0]!;
}
