import type { Contract } from './contract';
import { imageContract } from './image';
import { latentContract } from './latent';
import { maskContract } from './mask';

const LIST = [
  // In the order in which they are offered.
  imageContract,
  maskContract,
  latentContract,
] as const;

/** The name of a kind, as ComfyUI's ports have it. */
export type Kind = (typeof LIST)[number]['kind'];

/** Every contract. */
export const CONTRACTS: readonly Contract<Kind>[] = LIST;

export const KINDS: readonly Kind[] = CONTRACTS.map(contract => contract.kind);

const BY_KIND = new Map(CONTRACTS.map(contract => [contract.kind, contract]));

/** The contract of a kind by its name, as a node's port or a stream of tensors has it; undefined for any other. */
export function contractNamed(type: string | null): Contract<Kind> | undefined {
  return CONTRACTS.find(({ kind }) => kind === type);
}

/** The contract of a kind. */
export function contractOf(kind: Kind): Contract<Kind> {
  return BY_KIND.get(kind)!;
}
