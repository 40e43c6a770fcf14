import { adler32 } from '../bytes/adler32';
import type { ByteSource } from '../bytes/byteSource';
import { memorySource } from '../bytes/memorySource';
import { CutDataError, Inflater } from './inflate';

const HEAD_BYTES = 2;
const CHECKSUM_BYTES = 4;

/** What came out of a zlib stream, and how it ended. */
export interface Inflated {
  readonly output: Uint8Array;
  /** `cut` where the input ends before the stream does, `full` where more would come than was wanted. */
  readonly end: 'whole' | 'cut' | 'damaged' | 'full';
}

/**
 * All that comes out of a zlib stream (RFC 1950) before its end or its damage, at most `mostBytes`; never throws.
 * @param output where it goes, of `mostBytes`
 */
export async function inflateZlib(
  data: Uint8Array,
  mostBytes: number,
  output = new Uint8Array(mostBytes),
): Promise<Inflated> {
  if (data.length < HEAD_BYTES) return { output: output.subarray(0, 0), end: 'cut' };
  if (!isZlibHead(data)) return { output: output.subarray(0, 0), end: 'damaged' };
  const { inputByte, ...raw } = await inflateRaw(
    memorySource(data.subarray(HEAD_BYTES)),
    mostBytes,
    output,
  );
  if (raw.end !== 'whole') return raw;
  const checksum = data.subarray(HEAD_BYTES + inputByte).subarray(0, CHECKSUM_BYTES);
  if (checksum.length < CHECKSUM_BYTES) return { ...raw, end: 'cut' };
  const said = new DataView(checksum.buffer, checksum.byteOffset).getUint32(0);
  return said === adler32(raw.output) ? raw : { ...raw, end: 'damaged' };
}

/** The same of deflated data without head and checksum (RFC 1951), and where in the input it ends. */
export async function inflateRaw(
  source: ByteSource,
  mostBytes: number,
  output = new Uint8Array(mostBytes),
): Promise<Inflated & { readonly inputByte: number }> {
  const inflater = new Inflater(source, undefined, mostBytes);
  let length = 0;
  const take = (bytes: Uint8Array) => {
    output.set(bytes.subarray(0, mostBytes - length), length);
    length += bytes.length;
  };
  const ended = (end: Inflated['end']) => ({
    output: output.subarray(0, Math.min(length, mostBytes)),
    end: length > mostBytes ? ('full' as const) : end,
    inputByte: inflater.inputByte,
  });
  try {
    while (length <= mostBytes) {
      const bytes = await inflater.next();
      if (bytes === undefined) break;
      take(bytes);
    }
    return ended('whole');
  } catch (error) {
    take(inflater.unread);
    return ended(error instanceof CutDataError ? 'cut' : 'damaged');
  }
}

/** Deflate with a window that exists, no dictionary, and a sound check. */
function isZlibHead([method = 0, flags = 0]: Uint8Array): boolean {
  const isDeflate = (method & 15) === 8 && method >> 4 <= 7;
  return isDeflate && (flags & 32) === 0 && (method * 256 + flags) % 31 === 0;
}
