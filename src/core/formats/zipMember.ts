import type { ByteSource } from '../bytes/byteSource';
import { checkRange } from '../bytes/checkRange';
import { readU16, readU32 } from '../bytes/littleEndian';
import type { PageCache } from '../bytes/pageCache';
import { sliceSource } from '../bytes/sliceSource';
import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { crcCheckedSource } from './crcSource';
import { inflatingSource } from './inflatingSource';
import type { MemberOptions, ZipEntry } from './zipEntry';

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

/** A member's bytes; its local header is read and checked with the first read. */
export function memberSource(
  archive: { readonly source: ByteSource; readonly cache: PageCache },
  entry: Omit<ZipEntry, 'source'>,
  nameBytes: Uint8Array,
  options: MemberOptions = { checksum: false },
): ByteSource {
  let opened: ByteSource | undefined;
  const open = async (signal?: AbortSignal): Promise<ByteSource> => {
    checkReadable(entry);
    const offset = await dataOffset(archive.source, entry, nameBytes, signal);
    if (offset + entry.compressedSize > archive.source.size)
      throw outside(entry, archive.source.size);
    const data = sliceSource(archive.source, offset, entry.compressedSize);
    const what = t`Member "${entry.name}"`;
    if (entry.method === 0) {
      return !options.checksum || data.size > MAX_CHECKED_BYTES
        ? data
        : crcCheckedSource(data, entry.crc32, what);
    }
    const { uncompressedSize } = entry;
    return inflatingSource(data, {
      size: uncompressedSize,
      what,
      cache: archive.cache,
      ...(options.checksum && { crc32: entry.crc32 }),
    });
  };
  return {
    size: entry.uncompressedSize,
    read: async (offset, length, signal) => {
      opened ??= await open(signal);
      checkRange(entry.uncompressedSize, offset, length);
      return opened.read(offset, length, signal);
    },
    close: async () => {},
  };
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
  entry: Omit<ZipEntry, 'source'>,
  nameBytes: Uint8Array,
  signal?: AbortSignal,
): Promise<number> {
  const { headerOffset } = entry;
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
