import type { Kind } from '../contracts/contract';
import type { DType } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import type { ConversionId } from './conversionIds';

/** An option of a conversion, asked for by quick pick or `--option name=value`. */
export interface ConversionOption {
  readonly name: string;
  readonly title: string;
  readonly type: 'text' | 'integer' | 'number' | 'boolean' | 'choice' | 'tensor';
  readonly choices?: readonly string[];
  readonly default?: string;
  readonly required?: boolean;
}

/** A tensor as a conversion takes it: with the kind that it is held to. */
export interface ConversionInput {
  readonly tensor: Tensor;
  readonly kind: Kind | null;
  /** The file that it comes from, for names and messages. */
  readonly file: string;
  readonly metadata: ReadonlyMap<string, string>;
}

/** A tensor that a conversion gives: its bytes come in C order, little endian, in bounded chunks. */
export interface TensorStream {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  chunks(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

export interface ConversionDescription {
  readonly id: ConversionId;
  /** Title Case, as the palette shows it: "Convert to Channel Last". */
  readonly title: string;
  readonly from: string;
  readonly to: string;
  readonly how: 'bits' | 'maths';
  readonly options: readonly ConversionOption[];
}
