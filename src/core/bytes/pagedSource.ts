import type { ByteSource } from './byteSource';
import { checkRange } from './checkRange';
import { PageCache } from './pageCache';

/** How a paged source keeps what it has read. */
interface PagingOptions {
  readonly pageBytes: number;
  /** Where pages are kept; several sources may share one. Its own of 16 MiB unless given. */
  readonly cache: PageCache;
  /** Reads longer than this go straight through, so that a scan does not push out what is worth keeping. */
  readonly bypassBytes: number;
}

/** What the disk reads anyway: scattered elements cost no more than they must. */
const DEFAULT_PAGE_BYTES = 4096;
const DEFAULT_CACHE_BYTES = 16 * 1024 * 1024;
const DEFAULT_BYPASS_BYTES = 256 * 1024;

/** Keeps the pages that were read last, up to a number of bytes; only missing pages are read. */
export function pagedSource(source: ByteSource, options: Partial<PagingOptions> = {}): ByteSource {
  const { pageBytes = DEFAULT_PAGE_BYTES, bypassBytes = DEFAULT_BYPASS_BYTES } = options;
  const pages = (options.cache ?? new PageCache(DEFAULT_CACHE_BYTES)).partition();
  /** Reads the pages from `first` up to the next one that is held, or to `last`. */
  const load = async (first: number, last: number, signal?: AbortSignal) => {
    let end = first;
    while (end < last && !pages.has(end + 1)) end++;
    const start = first * pageBytes;
    const length = Math.min(source.size, (end + 1) * pageBytes) - start;
    const run = await source.read(start, length, signal);
    for (let page = first; page <= end; page++) {
      const at = (page - first) * pageBytes;
      // A copy where a run holds several, so that one kept page does not hold the whole run in memory.
      pages.set(page, first === end ? run : run.slice(at, at + pageBytes));
    }
    return run;
  };
  const read = async (offset: number, length: number, signal?: AbortSignal) => {
    checkRange(source.size, offset, length);
    signal?.throwIfAborted();
    if (length === 0) return new Uint8Array(0);
    if (length > bypassBytes) return source.read(offset, length, signal);
    const result = new Uint8Array(length);
    const last = Math.floor((offset + length - 1) / pageBytes);
    for (let page = Math.floor(offset / pageBytes); page <= last; ) {
      const bytes = pages.get(page) ?? (await load(page, last, signal));
      const at = page * pageBytes - offset;
      const part = bytes.subarray(Math.max(0, -at), Math.max(0, length - at));
      result.set(part, Math.max(0, at));
      page += Math.ceil(bytes.length / pageBytes);
    }
    return result;
  };
  const readInto = async (target: Uint8Array, offset: number, signal?: AbortSignal) => {
    if (target.length > bypassBytes) return source.readInto!(target, offset, signal);
    target.set(await read(offset, target.length, signal));
  };
  return {
    size: source.size,
    read,
    ...(source.readInto && { readInto }),
    close: () => source.close(),
  };
}
