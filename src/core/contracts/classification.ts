import { t } from '../l10n';
import type { Contract, Role } from './contract';
import { contractOf, type Kind } from './index';
import type { LatentFormatName } from './latentFormats';
import { maskContract } from './mask';

/** Evidence for a kind, strongest first. */
const EVIDENCE = ['user', 'format', 'name', 'shape', 'range'] as const;
/** Why a tensor is held to a contract: what decided. */
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
  /** Which part of a dict this is, where its kind is one. */
  readonly role?: Role;
}

/** The contract that a tensor is drawn under: its kind's, but a noise mask is a MASK wherever it lies. */
export function drawnAs({ kind, role }: Classification): Contract<Kind> | null {
  if (role === 'noise_mask') return maskContract;
  return kind === null ? null : contractOf(kind);
}

/** What people call it: a noise mask is no LATENT to them, though its dict is. Null where no contract fits. */
export function kindTitle({ kind, role }: Pick<Classification, 'kind' | 'role'>): string | null {
  return role === 'noise_mask' ? t('noise mask') : kind;
}
