import type { ByteSource } from '../bytes/byteSource';
import { checkRange } from '../bytes/checkRange';
import type { PageCache } from '../bytes/pageCache';
import { pagedSource } from '../bytes/pagedSource';
import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';
import { crcCheckedSource } from './crcSource';
import { type Checkpoint, Inflater, START } from './inflate';

const PAGE_BYTES = 64 * 1024;
/** Each checkpoint keeps 32 KiB; so a member keeps at most 8 MiB of them. */
const MAX_CHECKPOINTS = 256;
const MIN_CHECKPOINT_SPACING = 4 * 1024 * 1024;

/**
 * A deflated member as a source of `size` bytes: read forwards from its start, or from the last checkpoint
 * before the place that is asked for. Never inflates past what is asked for or past `size`. Members of one
 * archive share a cache, so that its size does not grow with their number.
 */
export function inflatingSource(compressed: ByteSource, member: DeflatedMember): ByteSource {
  const { size, what, cache } = member;
  const inflated = forwardSource(compressed, size, what);
  const checked =
    member.crc32 === undefined ? inflated : crcCheckedSource(inflated, member.crc32, what);
  if (!cache && size <= PAGE_BYTES) return onePage(checked);
  return pagedSource(checked, { pageBytes: PAGE_BYTES, ...(cache && { cache }) });
}

/** A small source that is read whole with its first read. */
function onePage(source: ByteSource): ByteSource {
  let page: Uint8Array | undefined;
  const read = async (offset: number, length: number, signal?: AbortSignal) => {
    checkRange(source.size, offset, length);
    page ??= await source.read(0, source.size, signal);
    return page.subarray(offset, offset + length);
  };
  return { size: source.size, read, close: async () => {} };
}

/** What the directory says of a deflated member. */
export interface DeflatedMember {
  /** Bytes that it inflates to. */
  readonly size: number;
  /** How messages name it. */
  readonly what: LocalText;
  readonly crc32?: number;
  /** Where pages are kept together with those of other members; its own otherwise. */
  readonly cache?: PageCache;
}

interface Cursor {
  inflater: Inflater;
  /** Inflated and not yet passed on; starts at `at`. */
  block: Uint8Array;
  at: number;
}

function forwardSource(compressed: ByteSource, size: number, what: LocalText): ByteSource {
  const spacing = Math.max(MIN_CHECKPOINT_SPACING, Math.ceil(size / MAX_CHECKPOINTS));
  const checkpoints: Checkpoint[] = [START];
  let cursor: Cursor | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  const seek = (offset: number): Cursor => {
    const nearest = checkpoints.findLast(checkpoint => checkpoint.outputByte <= offset)!;
    const keeps = cursor && cursor.at <= offset && cursor.at >= nearest.outputByte;
    if (keeps) return cursor!;
    return {
      inflater: new Inflater(compressed, nearest, size - nearest.outputByte),
      block: new Uint8Array(0),
      at: nearest.outputByte,
    };
  };
  const advance = async (current: Cursor, signal?: AbortSignal) => {
    current.at += current.block.length;
    current.block = new Uint8Array(0);
    if (current.at - checkpoints.at(-1)!.outputByte >= spacing) {
      const checkpoint = current.inflater.checkpoint();
      if (checkpoint) checkpoints.push(checkpoint);
    }
    const block = await current.inflater.next(signal);
    if (block) current.block = block;
    else {
      throw new TensorFileError(
        t`${what} inflates to ${current.at} bytes, its directory says ${size}: the file is damaged`,
      );
    }
  };
  const readNow = async (offset: number, length: number, signal?: AbortSignal) => {
    const current = seek(offset);
    // An error leaves the inflater nowhere, so the next read starts afresh.
    cursor = undefined;
    const result = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      signal?.throwIfAborted();
      const from = offset + done - current.at;
      if (from >= current.block.length) {
        await advance(current, signal);
        continue;
      }
      const part = current.block.subarray(from, from + length - done);
      result.set(part, done);
      done += part.length;
    }
    cursor = current;
    return result;
  };
  const read = (offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> => {
    checkRange(size, offset, length);
    const turn = queue.then(() => readNow(offset, length, signal));
    queue = turn.catch(() => {});
    return turn;
  };
  return { size, read: async (...args) => read(...args), close: async () => {} };
}
