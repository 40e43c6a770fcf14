import type { LocalText } from '../../l10n';
import type { Tensor } from '../../tensor/tensor';
import type { RealValues } from './readRange';
import type { StoredNames } from './storedNames';

/** A weight whose stored codes stand for other numbers. */
export interface FoundWeight {
  /** What it is called, as in "NF4 of [64, 64]". */
  readonly title: string;
  /** Index of the tensor that holds the codes. */
  readonly weight: number;
  /** What its real values are called: `layer.weight`. */
  readonly name: string;
  /** Indices of what only explains these codes: it goes when they are replaced by real values. */
  readonly parts: readonly number[];
  /** Index of a tensor whose bytes are JSON that is needed to read the codes. */
  readonly state?: number;
  /** What a person should know of it, one sentence. */
  readonly note?: LocalText;
  /**
   * How its real values are made; nothing is read yet.
   * @param tensors all stored tensors of the file
   * @param state the parsed JSON, undefined where there is none
   * @throws TensorFileError when the parts do not fit each other, or the values are not known here
   */
  real(tensors: readonly Tensor[], state: unknown): RealValues;
}

/** A weight whose scale is missing, or a scale whose weight is. */
export interface MissingPart {
  /** Index of the tensor that is there. */
  readonly tensor: number;
  readonly message: LocalText;
}

export interface Found {
  readonly weights: readonly FoundWeight[];
  readonly missing: readonly MissingPart[];
}

/** One way to store weights in fewer bits, as a library writes it. */
export interface QuantConvention {
  readonly id: string;
  /** Last parts of names that only this convention has, or that it shares with others of the list. */
  readonly markers: readonly string[];
  /** The weights of a file by headers alone. */
  find(names: StoredNames): Found;
}
