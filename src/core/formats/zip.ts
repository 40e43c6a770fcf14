import type { ByteSource } from '../bytes/byteSource';
import { readSafeU64, readU16, readU32 } from '../bytes/littleEndian';
import { PageCache } from '../bytes/pageCache';
import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { decodeCp437 } from './cp437';
import { findDirectory } from './zipDirectory';
import type { ArchiveBytes, ZipArchive, ZipEntry } from './zipEntry';
import { ZipMember } from './zipMember';

const ENTRY_SIGNATURE = 0x02014b50;
const ENTRY_BYTES = 46;
/** Inflated bytes kept for all members together. */
const CACHE_BYTES = 16 * 1024 * 1024;
const IN_ZIP64 = 0xffffffff;

/**
 * Reads an archive's central directory (APPNOTE 6.3), zip64 included. Written here because a general
 * reader gives members as streams: stored tensors would have to be read from their start.
 * @throws TensorFileError when the directory is missing, cut or points outside the file.
 */
export async function openZip(source: ByteSource, signal?: AbortSignal): Promise<ZipArchive> {
  const directory = await findDirectory(source, signal);
  const bytes = await source.read(directory.offset, directory.size, signal);
  const entries = new Map<string, ZipEntry>();
  const archive = { source, base: directory.base, cache: new PageCache(CACHE_BYTES) };
  const repeated = new Set<string>();
  let at = 0;
  for (let i = 0; i < directory.entryCount; i++) {
    const entry = readEntry(archive, bytes, at);
    if (entries.delete(entry.name)) repeated.add(entry.name);
    entries.set(entry.name, entry);
    at += ENTRY_BYTES + readU16(bytes, at + 28) + readU16(bytes, at + 30) + readU16(bytes, at + 32);
  }
  return {
    entries: [...entries.values()],
    repeated: [...repeated],
    get: name => entries.get(name),
  };
}

interface OpenedArchive extends ArchiveBytes {
  readonly base: number;
}

function readEntry(archive: OpenedArchive, bytes: Uint8Array, at: number): ZipEntry {
  if (readU32(bytes, at) !== ENTRY_SIGNATURE) {
    throw new TensorFileError(
      t('The zip directory is damaged: an entry does not start where it should'),
      {
        byteOffset: at,
      },
    );
  }
  const flags = readU16(bytes, at + 8);
  const nameLength = readU16(bytes, at + 28);
  const extraLength = readU16(bytes, at + 30);
  if (at + ENTRY_BYTES + nameLength + extraLength > bytes.length) {
    throw new TensorFileError(t('The zip directory is cut short inside an entry'));
  }
  const nameAt = at + ENTRY_BYTES;
  const extraAt = nameAt + nameLength;
  const [uncompressedSize, compressedSize, offset] = zip64Values(
    bytes.subarray(extraAt, extraAt + extraLength),
    [readU32(bytes, at + 24), readU32(bytes, at + 20), readU32(bytes, at + 42)],
  ) as [number, number, number];
  return new ZipMember({
    archive,
    directory: bytes,
    nameAt,
    nameLength,
    name: decodeName(bytes.subarray(nameAt, extraAt), flags),
    method: readU16(bytes, at + 10),
    isEncrypted: (flags & 1) === 1,
    crc32: readU32(bytes, at + 16),
    uncompressedSize,
    compressedSize,
    headerOffset: archive.base + offset,
  });
}

const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });

function decodeName(bytes: Uint8Array, flags: number): string {
  // Python cuts a name at its first NUL.
  const nul = bytes.indexOf(0);
  const used = nul < 0 ? bytes : bytes.subarray(0, nul);
  return flags & 0x800 ? UTF8.decode(used) : decodeCp437(used);
}

/** The fields that hold 0xffffffff, replaced by their 64-bit values from the zip64 extra field. */
function zip64Values(extra: Uint8Array, values: readonly number[]): number[] {
  let field: Uint8Array = new Uint8Array(0);
  for (let at = 0; at + 4 <= extra.length; ) {
    const length = readU16(extra, at + 2);
    if (readU16(extra, at) === 1) field = extra.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  let at = 0;
  return values.map(value => {
    if (value !== IN_ZIP64) return value;
    if (at + 8 > field.length) return value;
    at += 8;
    return readSafeU64(field, at - 8, t('The size of a zip member'));
  });
}
