import type { Kind } from '../contracts/index';
import type { LocalText, Marked } from '../l10n';
import type { QuantisedWeight } from '../models/quantised/quantised';
import type { TensorStats } from '../tensor/stats';
import type { Tensor } from '../tensor/tensor';
import type { ConversionId } from './conversionIds';
import type { Example } from './docsExamples';
import type { Maths } from './maths';
import type { ConversionOption, OptionValues } from './options';

/** A tensor as a conversion takes it: with the kind that it is held to. */
export interface ConversionInput {
  readonly tensor: Tensor;
  readonly kind: Kind | null;
  /** The file that it comes from, for names and messages. */
  readonly file: string;
  readonly metadata: ReadonlyMap<string, string>;
  /** For a LATENT, the latent formats that its shape allows. */
  readonly candidates?: readonly string[];
  /** Names of all tensors of its file. */
  readonly siblings?: readonly string[];
  /** Which part of a LATENT dict this is. */
  readonly role?: 'samples' | 'noise_mask';
  /** What its codes stand for, where it is a quantised weight. */
  readonly quantised?: QuantisedWeight;
}

/** What a conversion may ask for while it runs. */
export interface ConversionContext {
  /** Float32 maths, loaded on first use. */
  maths(): Promise<Maths>;
  /** Every tensor of the files given, converted or not: where partners and `tensor` options are found. */
  readonly all: readonly ConversionInput[];
}

/**
 * A tensor that a conversion gives. Nothing of it is read or computed before someone reads it, so the
 * next conversion can take it: layouts are views, and computed values are made range by range.
 */
export interface ConvertedTensor extends Tensor {
  /** The contract that the result keeps; left out, that of the tensor it was made of. */
  readonly kind?: Kind;
}

/** The groups of the palette, in the order in which they are shown. */
export const CONVERSION_GROUPS = ['shape', 'range', 'mask', 'latent', 'format'] as const;
export type ConversionGroup = (typeof CONVERSION_GROUPS)[number];

/** The order in which mends build on each other: channels are moved before values are divided. */
export const FIX_STAGES = [
  'scale',
  'file',
  'axes',
  'channels',
  'batch',
  'finite',
  'range',
  'dtype',
  'size',
  'count',
] as const;
export type FixStage = (typeof FIX_STAGES)[number];

export interface ConversionDescription {
  readonly id: ConversionId;
  /** Title Case, as the palette shows it: "Convert to Channel Last". */
  readonly title: Marked;
  readonly from: Marked;
  readonly to: Marked;
  readonly how: 'bits' | 'maths';
  readonly options: readonly ConversionOption[];
}

interface ConversionBase extends ConversionDescription {
  /** One sentence for the docs page and the palette's detail. */
  readonly summary: string;
  readonly group: ConversionGroup;
  /** The word in a new file's name, as in `x.channel-last.safetensors`; '' where the ending tells. */
  readonly suffix: string;
  /** The kind of tensor that this is made for; null for any. */
  readonly madeFor: Kind | null;
  /** What it writes instead of a file like its source: pictures, or another format of the user's choice. */
  readonly writes?: 'pictures' | 'anotherFormat';
  /** A command of its own: in the palette, or in the Explorer's menu too. */
  readonly menu?: 'palette' | 'explorer';
  /** Set where it mends without a decision of a person: when it takes its turn. */
  readonly safeFix?: FixStage;
  /** Null when this can be applied to the tensor, else the reason, one sentence. */
  applies(input: ConversionInput): LocalText | null;
  /** What the docs page shows. */
  readonly example: Example;
  /** The lines of PyTorch that do the same to a variable `name`. */
  torchSnippet(name: string, options: OptionValues): string;
  /** The lines of NumPy that do the same. */
  numpySnippet(name: string, options: OptionValues): string;
}

/** Takes one tensor, which its results replace; the others of its file stay. */
export interface OneConversion extends ConversionBase {
  readonly takes: 'one';
  /** A target that holds one tensor gets its results as numbered files. */
  readonly splits?: true;
  /** The options of a safe fix beside the file's other tensors; null when they do not tell. Left out: none. */
  fixOptions?(
    input: ConversionInput,
    all: readonly ConversionInput[],
  ): Readonly<Record<string, string>> | null;
  /** What goes with the tensors converted, of all of the file: their names, and the metadata that stays. */
  leaves?(
    chosen: readonly ConversionInput[],
    all: readonly ConversionInput[],
  ): {
    readonly dropped: ReadonlySet<string>;
    readonly metadata: ReadonlyMap<string, string>;
  };
  /** Why it would make no sense here though it applies; `stats` where the values have been read. */
  pointless?(input: ConversionInput, stats: TensorStats | null): LocalText | null;
  /** What rules ask of the result's values, from the input's; null where they must be read. Left out: null. */
  statsAfter?(
    stats: TensorStats,
    input: ConversionInput,
    options: OptionValues,
  ): TensorStats | null;
  /** The results' headers, before anything is read. @throws TensorFileError when the input does not fit. */
  run(
    input: ConversionInput,
    options: OptionValues,
    context: ConversionContext,
  ): readonly ConvertedTensor[];
}

/** Makes one result of several tensors, which it finds among those given. */
export interface SeveralConversion extends ConversionBase {
  readonly takes: 'several';
  /** The tensors that `run` takes of those given. @throws as `run`. */
  uses(
    inputs: readonly ConversionInput[],
    options: OptionValues,
    context: ConversionContext,
  ): readonly ConversionInput[];
  /** The results' headers, before anything is read. @throws TensorFileError when the inputs do not fit. */
  run(
    inputs: readonly ConversionInput[],
    options: OptionValues,
    context: ConversionContext,
  ): readonly ConvertedTensor[];
}

/** Takes a file as it is: all its tensors, or those that were named. */
export interface FileConversion extends ConversionBase {
  readonly takes: 'file';
  run(inputs: readonly ConversionInput[], options: OptionValues): readonly ConvertedTensor[];
}

/** A named, pure map from tensors to tensors. */
export type Conversion = OneConversion | SeveralConversion | FileConversion;
