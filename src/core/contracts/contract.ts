import type { Severity } from '../findings';
import type { LocalText, Marked } from '../l10n';
import type { LatentFormatName } from './latentFormats';
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

/** How the nodes of custom code pass a kind. */
export interface Port {
  /** The class of the type in the v3 API: `io.Image`. */
  readonly v3: string;
  /** The key of the dict that holds the tensor; left out where the tensor itself is passed. */
  readonly key?: string;
  /** The axes that its tensor may have, a letter each, the usual ones first; `?` has no meaning of its own. */
  readonly axes: readonly [string, ...string[]];
  /** A value of any of those axes in words; `{0}` is the usual one. */
  readonly anyOf?: Marked;
}

/** What a rule that kinds share says of one of them. */
export interface RuleWords {
  readonly severity: Severity;
  readonly title: string;
  readonly description: string;
  /** The sentence of a finding; the rule fills in what it found. */
  readonly message: Marked;
  readonly expected: Marked;
  readonly why: Marked;
}

/** The rules that kinds share, `image/empty` and `mask/empty`: a kind has those that it has words for. */
export interface SharedRules {
  /** `{0}` is the tensor, `{1}` its shape. */
  readonly empty?: RuleWords;
  /** `{0}` is the tensor, `{1}` its shape, `{2}` the sizes behind the axis that is missing. */
  readonly batchMissing?: Omit<RuleWords, 'expected'> & {
    /** In place of `message` where the shape has another reading. */
    readonly ambiguous?: Marked;
  };
  /** `{0}` is the tensor, `{1}` its rank and shape. */
  readonly rank?: RuleWords & {
    /** The line that mends a variable of that shape, where one does. */
    torch?(name: string, shape: readonly number[]): string | null;
  };
  /** `{0}` is the tensor, `{1}` how many values are not finite, and where. */
  readonly notFinite?: RuleWords;
  /** `{0}` is the tensor, `{1}` the range of its values, `{2}` 255 or 65535. */
  readonly range255?: RuleWords;
}

/** All that is known of one kind of ComfyUI tensor: a new kind is one of these, and a line of the list. */
export interface Contract<Kind extends string = string, Fault extends string = string> {
  readonly kind: Kind;
  /** As sentences name it: "an IMAGE". */
  readonly named: Marked;
  /** As people write it: `[B,H,W,C]`. */
  readonly layout: string;
  /** The head of its rules in the docs, in Markdown. */
  readonly heading: string;
  /** One sentence for hovers and docs. */
  readonly summary: string;
  /** The range that its values are meant for; null where any will do. */
  readonly range: readonly [min: number, max: number] | null;
  /** Whether one value all over is usual, as in an empty latent. */
  readonly mayBeConstant?: true;
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
  /** The other thing that such a shape is as often, in words; null where it is none. */
  doubt?(shape: readonly number[]): LocalText | null;
  /** What each axis is, and the one mistake that explains a wrong shape. */
  read(shape: readonly number[]): Reading<Fault>;
  /** Where the channels stand beyond doubt, first or last; null where the shape does not tell. */
  channelsAt?(shape: readonly number[]): 'first' | 'last' | null;
  /** The latent formats that its shape and the file's metadata allow; left out where no kind of latent. */
  candidates?(
    shape: readonly number[],
    metadata: ReadonlyMap<string, string>,
  ): readonly LatentFormatName[];
  /** The axes as they are drawn, right or wrong; null where the shape has no plane. By the shape alone. */
  drawn(shape: readonly number[]): AxisLetters | null;
  /** The view that it opens in. */
  readonly view: PictureView;
  readonly port: Port;
  readonly rules: SharedRules;
}

/** The number of axes that a tensor of a kind has. */
export function rankOf({ port }: Pick<Contract, 'port'>): number {
  return port.axes[0].length;
}
