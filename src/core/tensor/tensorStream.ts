import type { DType } from './dtype';

/** A tensor on its way into a file: its bytes come in C order, little endian, in bounded chunks. */
export interface TensorStream {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** The kind of contract that it keeps; left out, that of the tensor it was made of. */
  readonly kind?: string;
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
