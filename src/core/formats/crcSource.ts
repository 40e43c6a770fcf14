import type { ByteSource } from '../bytes/byteSource';
import { crc32 } from '../bytes/crc32';
import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';

/** A read that starts so near the start is a tensor behind its header: what lies before is read as well. */
const MAX_LEAD_BYTES = 64 * 1024;

/**
 * A zip member that is held to its checksum whenever it happens to be read from its start to its end;
 * a part of it cannot be checked without reading the whole.
 */
export function crcCheckedSource(
  source: ByteSource,
  expected: number,
  what: LocalText,
): ByteSource {
  let crc = 0;
  /** Bytes from the start that `crc` is over; the size once all have been. */
  let covered = 0;
  const cover = async (offset: number, bytes: Uint8Array, signal?: AbortSignal) => {
    if (covered === 0 && offset > 0 && offset <= MAX_LEAD_BYTES) {
      crc = crc32(await source.read(0, offset, signal));
      covered = offset;
    }
    if (offset !== covered || bytes.length === 0) return;
    crc = crc32(bytes, crc);
    covered += bytes.length;
    if (covered < source.size || crc === expected) return;
    covered = 0;
    crc = 0;
    throw new TensorFileError(
      t`${what} does not match its checksum: its values are damaged; download or save the file again`,
    );
  };
  return {
    size: source.size,
    read: async (offset, length, signal) => {
      const bytes = await source.read(offset, length, signal);
      await cover(offset, bytes, signal);
      return bytes;
    },
    close: () => source.close(),
  };
}
