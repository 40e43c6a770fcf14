import type { ByteSource } from '../bytes/byteSource';
import type { FormatId, TensorFile } from '../tensor/tensor';
import type { ZipArchive } from './zipEntry';

/** What a format needs to open a file: the bytes, the name, its neighbours, an image decoder. */
export interface OpenContext {
  readonly source: ByteSource;
  /** File name with its ending, without folders. */
  readonly name: string;
  /** A file beside this one; undefined when it is not there. Refuses names that leave the folder. */
  sibling(name: string): Promise<ByteSource | undefined>;
  readonly images: ImageDecoder;
  /** The directory of a zip, where it was read to know the format. */
  readonly archive?: ZipArchive;
}

/** Turns an image file into IMAGE and MASK by the LoadImage rule; lives in the engine. */
export interface ImageDecoder {
  open(context: OpenContext, signal?: AbortSignal): Promise<TensorFile>;
}

/** File name endings by how sure they make us: lower case, with the dot; a sharded index's has several dots. */
export interface Endings {
  /** Nobody else's: ours to open, and to lint wherever they lie. */
  readonly owned?: readonly string[];
  /** Linted wherever they lie, but opened when asked: a text to others. */
  readonly linted?: readonly string[];
  /** Other programs use these too: opened when asked. */
  readonly shared?: readonly string[];
  /** Pictures to everybody: opened when asked. */
  readonly pictures?: readonly string[];
}

/** One tensor file format. */
export interface TensorFormat {
  readonly id: FormatId;
  readonly endings: Endings;
  /**
   * Whether the content is of this format, judged by the first bytes (up to `SNIFF_BYTES`) and, where
   * the bytes cannot tell, the name.
   */
  sniff(head: Uint8Array, name: string): boolean;
  /** Reads headers only. @throws TensorFileError when the file cannot be trusted. */
  open(context: OpenContext, signal?: AbortSignal): Promise<TensorFile>;
}

/** Bytes from which a format is told. */
export const SNIFF_BYTES = 4096;

/** All endings of a format, the usual one first. */
export function endingsOf({ endings }: Pick<TensorFormat, 'endings'>): readonly string[] {
  const { owned = [], linted = [], shared = [], pictures = [] } = endings;
  return [...owned, ...linted, ...shared, ...pictures];
}

/** Whether a file's name ends in one of these, however it is written. */
export function hasEnding(name: string, endings: readonly string[]): boolean {
  const lower = name.toLowerCase();
  return endings.some(ending => lower.endsWith(ending));
}
