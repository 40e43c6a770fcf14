import type { ByteSource } from '../bytes/byteSource';
import type { PageCache } from '../bytes/pageCache';

/** An archive's bytes, and where what is inflated of them is kept: nowhere if it is read but once. */
export interface ArchiveBytes {
  readonly source: ByteSource;
  readonly cache?: PageCache;
}

/** How a member is read. */
export interface MemberOptions {
  /** Holds what is read to its end to the directory's checksum, as numpy does; torch does not. */
  readonly checksum: boolean;
  /** Where the archive's bytes come from and inflated ones are kept, if not as for its other reads. */
  readonly through?: ArchiveBytes;
}

/** One member of an archive. Sizes come from the central directory. */
export interface ZipEntry {
  readonly name: string;
  /** Compression method: 0 stored, 8 deflated; others are listed and refused when read. */
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  /** Checksum of the member's bytes. */
  readonly crc32: number;
  /** Where the local header is, in bytes from the start of the file. */
  readonly headerOffset: number;
  /**
   * The member's bytes. Stored members are read by range, deflated ones are inflated forwards; nothing is
   * read before the first read, which throws a TensorFileError for what cannot be read.
   */
  source(options?: MemberOptions): ByteSource;
}

/** An archive's directory, in its order; of members with one name the last stays, as Python reads it. */
export interface ZipArchive {
  readonly entries: readonly ZipEntry[];
  /** Names that more than one member has, once each. */
  readonly repeated: readonly string[];
  get(name: string): ZipEntry | undefined;
}
