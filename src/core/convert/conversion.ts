import type { Kind } from '../contracts/contract';
import type { LocalText, Marked } from '../l10n';
import type { DType } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import type { ConversionId } from './conversionIds';
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
}

/** A tensor that a conversion gives: its bytes come in C order, little endian, in bounded chunks. */
export interface TensorStream {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** The contract that the result keeps; left out, that of the tensor it was made of. */
  readonly kind?: Kind;
  chunks(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Puts the same bytes piece by piece at their places in the result, in whatever order reads the source
   * fewest times. Only where that order pays: a target that can be written at any place prefers it.
   */
  scatter?(put: PutBytes, signal?: AbortSignal): Promise<void>;
}

/** Bytes and where they belong, counted from the first byte of the tensor. */
export interface PlacedBytes {
  readonly byteOffset: number;
  readonly bytes: Uint8Array;
}

/** Takes a piece, whose bytes stay untouched until the promise is kept; several may be under way. */
export type PutBytes = (piece: PlacedBytes) => Promise<void>;

/** What a conversion may ask for while it runs. */
export interface ConversionContext {
  /** Float32 maths, loaded on first use. */
  maths(): Promise<Maths>;
  /** Every tensor of the files given, converted or not: where partners and `tensor` options are found. */
  readonly all: readonly ConversionInput[];
}

export interface ConversionDescription {
  readonly id: ConversionId;
  /** Title Case, as the palette shows it: "Convert to Channel Last". */
  readonly title: Marked;
  readonly from: Marked;
  readonly to: Marked;
  readonly how: 'bits' | 'maths';
  readonly options: readonly ConversionOption[];
}

/** A named, pure map from tensors to tensors. */
export interface Conversion extends ConversionDescription {
  /** One sentence for the docs page and the palette's detail. */
  readonly summary: string;
  /**
   * `inPlace`: a tensor becomes its changed self, the others of its file stay as they are. `each`: every
   * tensor by itself gives new ones, which stand alone. `together`: the tensors given make one result.
   */
  readonly takes: 'inPlace' | 'each' | 'together';
  /** The word in a new file's name: `x.channel-last.safetensors`. */
  readonly suffix: string;
  /** The kind of tensor that this is made for; null for any. */
  readonly madeFor: Kind | null;
  /** Null when this can be applied to the tensor, else the reason, one sentence. */
  applies(input: ConversionInput): LocalText | null;
  /** The results' headers, before anything is read. @throws TensorFileError when the inputs do not fit. */
  run(
    inputs: readonly ConversionInput[],
    options: OptionValues,
    context: ConversionContext,
  ): readonly TensorStream[];
  /** The lines of PyTorch that do the same to a variable `name`. */
  torchSnippet(name: string, options: OptionValues): string;
  /** The lines of NumPy that do the same. */
  numpySnippet(name: string, options: OptionValues): string;
}
