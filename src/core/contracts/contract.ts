import type { Reading } from './reading';

/** What classification and header rules see of a tensor. */
export interface TensorHeader {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly byteLength: number;
  /** Where its bytes start in the file, where that is one place. */
  readonly byteOffset?: number;
}

/** Which part of a dict a tensor is; a noise mask is held to a rule of its own and shown as a MASK. */
export type Role = 'samples' | 'noise_mask';

/** Names of two words that mean a kind, whatever their last word says alone. */
export interface WholeName {
  readonly words: string;
  readonly role?: Role;
}

/** Axes of a shape as they are drawn: one letter each, and the letters that stand at a wrong place. */
export interface AxisLetters {
  readonly letters: string;
  readonly misplaced: string;
}

/** Views that draw a tensor; the editor's other views (a table, statistics) suit every kind alike. */
export const PICTURE_VIEWS = ['image', 'mask', 'latent', 'heatmap', 'line'] as const;
export type PictureView = (typeof PICTURE_VIEWS)[number];

/** All that is known of one kind of ComfyUI tensor: a new kind is one of these, and a line of the list. */
export interface Contract<Kind extends string = string> {
  readonly kind: Kind;
  /** As people write it: `[B,H,W,C]`. */
  readonly layout: string;
  /** One sentence for hovers and docs. */
  readonly summary: string;
  /** Words of a name that say so, in the singular and plural of node packs; weak ones only where the shape fits. */
  readonly words: { readonly strong: string; readonly weak: string };
  readonly wholeNames?: readonly WholeName[];
  /** Words before one of `words` that make it something else: `attention_mask`. */
  readonly foreignBefore?: ReadonlySet<string>;
  /** The part of a dict that a tensor is, unless its name says another. */
  readonly role?: Role;
  /** Whether dtype and rank let a tensor be what its name says. */
  mayBeNamed(shape: readonly number[], isFloat: boolean): boolean;
  /** Whether the shape of a file's only tensor says so by itself; left out where no shape does. */
  fitsShape?(tensor: TensorHeader): boolean;
  /** What each axis is, and the one mistake that explains a wrong shape. */
  read(shape: readonly number[]): Reading<string>;
  /** The axes as they are drawn, right or wrong; null where the shape has no plane. By the shape alone. */
  drawn(shape: readonly number[]): AxisLetters | null;
  /** The view that it opens in. */
  readonly view: PictureView;
  /** Axes of the tensor that a node's port passes, or of each tensor of a dict by its key. */
  readonly port: string | Readonly<Record<string, string>>;
}
