import type { LocalText } from '../l10n';
import type { FormatId } from '../tensor/tensor';
import type { TensorStream } from '../tensor/tensorStream';

/** What goes into one file. */
export interface FileContent {
  readonly tensors: readonly TensorStream[];
  readonly metadata: ReadonlyMap<string, string>;
  /** The tensors come from a `.latent` without the version marker: its values are not rescaled yet. */
  readonly unmarkedLatent?: boolean;
}

/** Where a writer puts bytes: one after the other, and where a place becomes known later, at that place. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
  writeAt(byteOffset: number, bytes: Uint8Array): Promise<void>;
}

/** Compression that the writer's world offers. */
interface WriterTools {
  /** Raw deflate of a stream of bytes. */
  deflate(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}

/** How a file is written. */
export interface WriteOptions {
  /** Deflate the members of an archive. */
  readonly compress?: boolean;
  readonly tools?: WriterTools;
}

/** Writes tensors as one file format. */
export interface TensorWriter {
  readonly id: string;
  /** What its files open as. */
  readonly format: FormatId;
  /** Whether a file holds one tensor or many. */
  readonly holds: 'one' | 'many';
  /** With the dot, lower case; the first is the usual one. */
  readonly endings: readonly string[];
  /** Whether it keeps text metadata. */
  readonly keepsMetadata: boolean;
  /** Null when the format holds all of it, else what it cannot hold and what would work. */
  refuses(content: FileContent): LocalText | null;
  /** Writes the whole file in order; call only when `refuses` says null. */
  write(
    content: FileContent,
    sink: ByteSink,
    options: WriteOptions,
    signal?: AbortSignal,
  ): Promise<void>;
}
