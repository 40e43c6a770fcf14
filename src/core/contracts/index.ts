import type { Contract } from './contract';
import { imageContract } from './image';
import { latentContract } from './latent';
import { maskContract } from './mask';

const LIST = [imageContract, maskContract, latentContract] as const;

/** The name of a kind, as ComfyUI's ports have it. */
export type Kind = (typeof LIST)[number]['kind'];

/** Every contract, in the order they are offered. */
export const CONTRACTS: readonly Contract<Kind>[] = LIST;

export const KINDS: readonly Kind[] = CONTRACTS.map(contract => contract.kind);

const BY_KIND = new Map(CONTRACTS.map(contract => [contract.kind, contract]));

/** The contract of what a node's port is declared to be; undefined for a type that is no tensor of ours. */
export function contractOfPort(type: string | null): Contract<Kind> | undefined {
  return CONTRACTS.find(({ kind }) => kind === type);
}

/** The contract of a kind. */
export function contractOf(kind: Kind): Contract<Kind> {
  return BY_KIND.get(kind)!;
}
