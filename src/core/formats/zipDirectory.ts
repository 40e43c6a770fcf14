import type { ByteSource } from '../bytes/byteSource';
import { readSafeU64, readU16, readU32 } from '../bytes/littleEndian';
import { TensorFileError } from '../errors';
import { t } from '../l10n';

/** Where an archive's central directory lies. */
interface ZipDirectory {
  readonly offset: number;
  readonly size: number;
  readonly entryCount: number;
  /** Bytes before the archive, to add to every offset in it. */
  readonly base: number;
}

const END_SIGNATURE = 0x06054b50;
const END_BYTES = 22;
const LOCATOR_SIGNATURE = 0x07064b50;
const LOCATOR_BYTES = 20;
const END64_SIGNATURE = 0x06064b50;
const END64_BYTES = 56;
const MAX_COMMENT_BYTES = 65535;
/** The end record is nearly always in the last bytes: look there before reading the longest comment. */
const FIRST_LOOK_BYTES = 1024;
/** A directory of a million members is 100 MB; more than this is an attack, not an archive of tensors. */
const MAX_DIRECTORY_BYTES = 256 * 1024 * 1024;
const ENTRY_BYTES = 46;

/** @throws TensorFileError when there is no sound end record. */
export async function findDirectory(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<ZipDirectory> {
  const end =
    (await findEnd(source, FIRST_LOOK_BYTES, signal)) ??
    (await findEnd(source, END_BYTES + MAX_COMMENT_BYTES, signal));
  if (!end) {
    throw new TensorFileError(
      t(
        'The zip directory at the end of the file is missing: the file is cut short, download or save it again',
      ),
      { byteOffset: source.size },
    );
  }
  const record = (await readEnd64(source, end.offset, signal)) ?? {
    position: end.offset,
    entryCount: readU16(end.bytes, 10),
    size: readU32(end.bytes, 12),
    offset: readU32(end.bytes, 16),
  };
  const base = record.position - record.size - record.offset;
  const isSound =
    base >= 0 &&
    record.size <= MAX_DIRECTORY_BYTES &&
    record.entryCount * ENTRY_BYTES <= record.size;
  if (!isSound) {
    throw new TensorFileError(
      t`The zip directory should be ${record.size} bytes from byte ${record.offset}, with ${record.entryCount} members: that does not fit the file of ${source.size} bytes`,
      { byteOffset: end.offset },
    );
  }
  return { ...record, offset: base + record.offset, base };
}

async function findEnd(source: ByteSource, lookBytes: number, signal?: AbortSignal) {
  const start = Math.max(0, source.size - lookBytes);
  const bytes = await source.read(start, source.size - start, signal);
  for (let at = bytes.length - END_BYTES; at >= 0; at--) {
    if (bytes[at] !== 0x50 || readU32(bytes, at) !== END_SIGNATURE) continue;
    if (at + END_BYTES + readU16(bytes, at + 20) > bytes.length) continue;
    return { offset: start + at, bytes: bytes.subarray(at, at + END_BYTES) };
  }
  return undefined;
}

async function readEnd64(source: ByteSource, endOffset: number, signal?: AbortSignal) {
  if (endOffset < LOCATOR_BYTES) return undefined;
  const locator = await source.read(endOffset - LOCATOR_BYTES, LOCATOR_BYTES, signal);
  if (readU32(locator, 0) !== LOCATOR_SIGNATURE) return undefined;
  // Python looks right before the locator, so that bytes before the archive do not matter.
  const places = [
    endOffset - LOCATOR_BYTES - END64_BYTES,
    readSafeU64(locator, 8, t('The place of the zip64 record')),
  ];
  for (const position of places) {
    if (position < 0 || position + END64_BYTES > endOffset) continue;
    const bytes = await source.read(position, END64_BYTES, signal);
    if (readU32(bytes, 0) !== END64_SIGNATURE) continue;
    return {
      position,
      entryCount: readSafeU64(bytes, 32, t('The number of zip members')),
      size: readSafeU64(bytes, 40, t('The size of the zip directory')),
      offset: readSafeU64(bytes, 48, t('The place of the zip directory')),
    };
  }
  throw new TensorFileError(t('The zip64 record at the end of the file is missing'), {
    byteOffset: endOffset,
  });
}
