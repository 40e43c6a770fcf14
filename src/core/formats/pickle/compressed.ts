import { readU16 } from '../../bytes/littleEndian';
import { memorySource } from '../../bytes/memorySource';
import { TensorFileError } from '../../errors';
import { t } from '../../l10n';
import { type Inflated, inflateRaw, inflateZlib } from '../zlibStream';
import { compressionOf } from './compressions';
import { MAX_INFLATED_PICKLE_BYTES } from './limits';

type Inflate = (data: Uint8Array, mostBytes: number) => Promise<Inflated>;

/** Those that are read here. */
const INFLATE: Readonly<Record<string, Inflate>> = { zlib: inflateZlib, gzip: inflateGzip };

/** A pickle that lay in a file compressed. */
interface InflatedPickle {
  readonly compression: string;
  readonly bytes: Uint8Array;
  /** Whether more would come than is read here. */
  readonly isFull: boolean;
}

/**
 * The pickle within compressed data; undefined where the bytes are none that joblib writes.
 * @throws TensorFileError when its compression is not read here.
 */
export async function inflatedPickle(data: Uint8Array): Promise<InflatedPickle | undefined> {
  const compression = compressionOf(data);
  if (!compression) return undefined;
  const inflate = INFLATE[compression];
  if (!inflate) {
    throw new TensorFileError(
      t`This is ${compression} data, as joblib.dump(compress=...) writes it: what its pickle names is not read here; do not load it from a source that you do not trust, or compress it with zlib`,
      { byteOffset: 0 },
    );
  }
  const { output, end } = await inflate(data, MAX_INFLATED_PICKLE_BYTES);
  return { compression, bytes: output, isFull: end === 'full' };
}

const GZIP_HEAD_BYTES = 10;
const [HAS_CHECKSUM, HAS_EXTRA, HAS_NAME, HAS_COMMENT] = [2, 4, 8, 16];

/** The first member of a gzip file (RFC 1952). */
async function inflateGzip(data: Uint8Array, mostBytes: number): Promise<Inflated> {
  const flags = data[3] ?? 0;
  let at = GZIP_HEAD_BYTES;
  if (flags & HAS_EXTRA && at + 2 <= data.length) at += 2 + readU16(data, at);
  for (const flag of [HAS_NAME, HAS_COMMENT]) {
    if (!(flags & flag)) continue;
    const end = data.indexOf(0, at);
    at = end < 0 ? data.length : end + 1;
  }
  if (flags & HAS_CHECKSUM) at += 2;
  return inflateRaw(memorySource(data.subarray(Math.min(at, data.length))), mostBytes);
}
