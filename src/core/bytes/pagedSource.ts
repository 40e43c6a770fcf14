import type { ByteSource } from './byteSource';
import { checkRange } from './checkRange';

/** How a paged source keeps what it has read. */
export interface PagingOptions {
  readonly pageBytes: number;
  /** Most bytes kept; the pages used longest ago go first. */
  readonly maxBytes: number;
}

const DEFAULT_PAGING: PagingOptions = { pageBytes: 64 * 1024, maxBytes: 16 * 1024 * 1024 };

/**
 * Keeps the pages that were read last, up to a number of bytes. Reads larger than a quarter of the cache
 * go straight through, so that a scan does not push out what is worth keeping.
 */
export function pagedSource(source: ByteSource, options: Partial<PagingOptions> = {}): ByteSource {
  const { pageBytes, maxBytes } = { ...DEFAULT_PAGING, ...options };
  const pages = new Map<number, Uint8Array>();
  const keep = (page: number, bytes: Uint8Array) => {
    pages.delete(page);
    pages.set(page, bytes);
    while (pages.size * pageBytes > maxBytes) pages.delete(pages.keys().next().value!);
  };
  const load = async (first: number, last: number, signal?: AbortSignal) => {
    const start = first * pageBytes;
    const run = await source.read(
      start,
      Math.min(source.size, (last + 1) * pageBytes) - start,
      signal,
    );
    // A copy, so that one kept page does not hold the whole run in memory.
    for (let page = first; page <= last; page++) {
      keep(page, run.slice((page - first) * pageBytes, (page - first + 1) * pageBytes));
    }
    return run;
  };
  const read = async (offset: number, length: number, signal?: AbortSignal) => {
    checkRange(source.size, offset, length);
    if (length === 0) return new Uint8Array(0);
    if (length > maxBytes / 4) return source.read(offset, length, signal);
    signal?.throwIfAborted();
    const first = Math.floor(offset / pageBytes);
    const last = Math.floor((offset + length - 1) / pageBytes);
    const held = collect(pages, first, last);
    if (!held) {
      const run = await load(first, last, signal);
      return run.subarray(offset - first * pageBytes, offset - first * pageBytes + length);
    }
    held.forEach((bytes, i) => {
      keep(first + i, bytes);
    });
    if (held.length === 1) {
      return held[0]!.subarray(offset - first * pageBytes, offset - first * pageBytes + length);
    }
    const result = new Uint8Array(length);
    held.forEach((bytes, i) => {
      const at = (first + i) * pageBytes - offset;
      const part = bytes.subarray(Math.max(0, -at), Math.min(bytes.length, length - at));
      result.set(part, Math.max(0, at));
    });
    return result;
  };
  return { size: source.size, read, close: () => source.close() };
}

function collect(pages: Map<number, Uint8Array>, first: number, last: number) {
  const held: Uint8Array[] = [];
  for (let page = first; page <= last; page++) {
    const bytes = pages.get(page);
    if (!bytes) return undefined;
    held.push(bytes);
  }
  return held;
}
