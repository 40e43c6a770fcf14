import type { SharedRules } from '../../../contracts/contract';
import { CONTRACTS, type contractOf, type Kind } from '../../../contracts/index';
import type { RuleEntry, RuleId } from '../../../findings';

type Contract = ReturnType<typeof contractOf>;
type Words<Name extends keyof SharedRules> = NonNullable<SharedRules[Name]>;
type Catalogued = Pick<RuleEntry, 'id' | 'severity' | 'title' | 'description'>;

/**
 * One rule for each kind whose contract has words for it: `make` gets what the catalogue says of it, under
 * the kind's own id, `image/rank` for the slug "rank".
 */
export function perKind<Name extends keyof SharedRules, Rule>(
  name: Name,
  slug: string,
  make: (entry: Catalogued, contract: Contract, words: Words<Name>) => Rule,
): readonly Rule[] {
  return CONTRACTS.flatMap(contract => {
    const words = contract.rules[name];
    if (!words) return [];
    const { severity, title, description } = words;
    const entry = { id: idOf(contract.kind, slug), severity, title, description };
    return [make(entry, contract, words as Words<Name>)];
  });
}

function idOf(kind: Kind, slug: string): RuleId {
  return `${kind.toLowerCase()}/${slug}`;
}
