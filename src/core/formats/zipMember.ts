import type { ByteSource } from '../bytes/byteSource';
import { checkRange } from '../bytes/checkRange';
import { readU16, readU32 } from '../bytes/littleEndian';
import { sliceSource } from '../bytes/sliceSource';
import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { crcCheckedSource } from './crcSource';
import { inflatingSource } from './inflatingSource';
import type { ArchiveBytes, MemberOptions, ZipEntry } from './zipEntry';

const LOCAL_SIGNATURE = 0x04034b50;
const LOCAL_BYTES = 30;
/** Deflate gives at most 258 bytes for two bits; a directory that claims more lies. */
const MAX_DEFLATE_RATIO = 1032;

/** Checking costs more than reading: larger stored members are not held to their checksum. */
const MAX_CHECKED_BYTES = 64 * 1024 * 1024;

/** Names of the methods that are not read (APPNOTE 4.4.5). */
const METHOD_NAMES: ReadonlyMap<number, string> = new Map([
  [1, 'shrink'],
  [6, 'implode'],
  [9, 'deflate64'],
  [12, 'bzip2'],
  [14, 'lzma'],
  [93, 'zstandard'],
  [95, 'xz'],
  [98, 'PPMd'],
  [99, 'AES'],
]);

/** What the directory says of a member, and where in it its name stands. */
interface MemberFields extends Omit<ZipEntry, 'source'> {
  readonly archive: ArchiveBytes;
  readonly directory: Uint8Array;
  readonly nameAt: number;
  readonly nameLength: number;
}

/** A class without closures or views of its own: an archive may have a hundred thousand members. */
export class ZipMember implements ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly crc32: number;
  readonly headerOffset: number;
  readonly archive: ArchiveBytes;
  readonly #directory: Uint8Array;
  readonly #nameAt: number;
  readonly #nameLength: number;

  constructor(fields: MemberFields) {
    this.name = fields.name;
    this.method = fields.method;
    this.isEncrypted = fields.isEncrypted;
    this.compressedSize = fields.compressedSize;
    this.uncompressedSize = fields.uncompressedSize;
    this.crc32 = fields.crc32;
    this.headerOffset = fields.headerOffset;
    this.archive = fields.archive;
    this.#directory = fields.directory;
    this.#nameAt = fields.nameAt;
    this.#nameLength = fields.nameLength;
  }

  /** The bytes of the name, as they must stand in the local header too. */
  get nameBytes(): Uint8Array {
    return this.#directory.subarray(this.#nameAt, this.#nameAt + this.#nameLength);
  }

  source(options: MemberOptions = { checksum: false }): ByteSource {
    return new MemberSource(this, options);
  }
}

/** A member's bytes; its local header is read and checked with the first read. */
class MemberSource implements ByteSource {
  readonly size: number;
  readonly #member: ZipMember;
  readonly #options: MemberOptions;
  #opened: ByteSource | undefined;

  constructor(member: ZipMember, options: MemberOptions) {
    this.size = member.uncompressedSize;
    this.#member = member;
    this.#options = options;
  }

  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    this.#opened ??= await openMember(this.#member, this.#options, signal);
    checkRange(this.size, offset, length);
    return this.#opened.read(offset, length, signal);
  }

  async close(): Promise<void> {}
}

async function openMember(
  member: ZipMember,
  options: MemberOptions,
  signal?: AbortSignal,
): Promise<ByteSource> {
  checkReadable(member);
  const { source, cache } = options.through ?? member.archive;
  const offset = await dataOffset(source, member, signal);
  if (offset + member.compressedSize > source.size) throw outside(member, source.size);
  const data = sliceSource(source, offset, member.compressedSize);
  const what = t`Member "${member.name}"`;
  if (member.method === 0) {
    return !options.checksum || data.size > MAX_CHECKED_BYTES
      ? data
      : crcCheckedSource(data, member.crc32, what);
  }
  const { uncompressedSize: size, crc32 } = member;
  return inflatingSource(data, {
    ...{ size, what },
    ...(cache && { cache }),
    ...(options.checksum && { crc32 }),
  });
}

function checkReadable(entry: Omit<ZipEntry, 'source'>): void {
  const { name, method, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted) {
    throw new TensorFileError(
      t`Member "${name}" is encrypted: unpack the archive with its password`,
    );
  }
  if (method !== 0 && method !== 8) {
    const known = METHOD_NAMES.get(method);
    const called = known ? `${method} (${known})` : method;
    throw new TensorFileError(
      t`Member "${name}" is compressed by method ${called}: only stored and deflated members are read; repack the archive`,
    );
  }
  const lies =
    method === 0
      ? compressedSize !== uncompressedSize
      : uncompressedSize > compressedSize * MAX_DEFLATE_RATIO;
  if (lies) {
    throw new TensorFileError(
      t`Member "${name}" claims ${uncompressedSize} bytes from ${compressedSize} in the file: its size is wrong`,
    );
  }
}

async function dataOffset(
  archive: ByteSource,
  entry: ZipMember,
  signal?: AbortSignal,
): Promise<number> {
  const { headerOffset, nameBytes } = entry;
  if (headerOffset + LOCAL_BYTES + nameBytes.length > archive.size) {
    throw outside(entry, archive.size);
  }
  const header = await archive.read(headerOffset, LOCAL_BYTES + nameBytes.length, signal);
  const sameName =
    readU16(header, 26) === nameBytes.length &&
    nameBytes.every((byte, i) => header[LOCAL_BYTES + i] === byte);
  if (readU32(header, 0) !== LOCAL_SIGNATURE || !sameName) {
    throw new TensorFileError(
      t`Member "${entry.name}" does not start at byte ${headerOffset}, where the zip directory says: the file is damaged`,
      { byteOffset: headerOffset },
    );
  }
  return headerOffset + LOCAL_BYTES + nameBytes.length + readU16(header, 28);
}

function outside(entry: Omit<ZipEntry, 'source'>, size: number): TensorFileError {
  return new TensorFileError(
    t`Member "${entry.name}" lies at byte ${entry.headerOffset} with ${entry.compressedSize} bytes, outside the file of ${size} bytes`,
    { byteOffset: entry.headerOffset },
  );
}
