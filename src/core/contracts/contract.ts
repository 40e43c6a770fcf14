import type { LatentFormatName } from './latentFormats';

export const KINDS = ['IMAGE', 'MASK', 'LATENT'] as const;
export type Kind = (typeof KINDS)[number];

/** Evidence for a kind, strongest first. */
export const EVIDENCE = ['user', 'format', 'name', 'shape', 'range'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** Which contract a tensor is held to, and why. */
export interface Classification {
  readonly kind: Kind | null;
  readonly evidence: readonly Evidence[];
  /** The evidence in words: "name `samples`, rank 4, 4 channels in dim 1". Empty when kind is null. */
  readonly because: string;
  /** What cannot be told from the file: "channel order cannot be told". */
  readonly ambiguity?: string;
  /** For a LATENT, the latent formats that its shape allows; candidates, never a fact. */
  readonly candidates: readonly LatentFormatName[];
  /** For a LATENT dict, which part this is; a noise mask is held to its own rule. */
  readonly role?: 'samples' | 'noise_mask';
}

/** What classification and header rules see of a tensor. */
export interface TensorHeader {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly byteLength: number;
  /** Where its bytes start in the file, where that is one place. */
  readonly byteOffset?: number;
}

/** An axis as people read it: `H 512`. */
export interface AxisLabel {
  /** B, C, T, H, W or L; `?` where the contract has no name for it. */
  readonly name: string;
  readonly size: number;
  /** True when this axis is where the contract is broken. */
  readonly wrong: boolean;
}

/** What ComfyUI expects of one kind of tensor. */
export interface Contract {
  readonly kind: Kind;
  /** As people write it: `[B,H,W,C]`. */
  readonly layout: string;
  /** One sentence for hovers and docs. */
  readonly summary: string;
  /** The axes of a shape as they are, right or wrong; one label per axis. */
  axes(shape: readonly number[]): readonly AxisLabel[];
}
