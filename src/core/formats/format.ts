import type { ByteSource } from '../bytes/byteSource';
import type { FormatId, TensorFile } from '../tensor/tensor';

/** What a format needs to open a file: the bytes, the name, its neighbours, an image decoder. */
export interface OpenContext {
  readonly source: ByteSource;
  /** File name with its ending, without folders. */
  readonly name: string;
  /** A file beside this one; undefined when it is not there. Refuses names that leave the folder. */
  sibling(name: string): Promise<ByteSource | undefined>;
  readonly images: ImageDecoder;
}

/** Turns an image file into IMAGE and MASK by the LoadImage rule; lives in the engine. */
export interface ImageDecoder {
  open(context: OpenContext, signal?: AbortSignal): Promise<TensorFile>;
}

/** One tensor file format. */
export interface TensorFormat {
  readonly id: FormatId;
  /** Lower case, with the dot; a sharded index's ending has several dots. */
  readonly endings: readonly string[];
  /**
   * Whether the content is of this format, judged by the first bytes (up to `SNIFF_BYTES`) and, where
   * the bytes cannot tell, the name.
   */
  sniff(head: Uint8Array, name: string): boolean;
  /** Reads headers only. @throws TensorFileError when the file cannot be trusted. */
  open(context: OpenContext, signal?: AbortSignal): Promise<TensorFile>;
}

export const SNIFF_BYTES = 4096;
