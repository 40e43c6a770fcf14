/** How joblib compresses a pickle whole, by its first bytes. Source: joblib's numpy_pickle_utils.py, compressor.py. */
const STARTS: readonly (readonly [name: string, start: string])[] = [
  ['zlib', '\x78'],
  ['gzip', '\x1f\x8b'],
  ['bzip2', 'BZh'],
  ['xz', '\xfd7zXZ\0'],
  ['lzma', '\x5d\0\0'],
  ['lz4', '\x04"M\x18'],
];

/** The compression that bytes begin like; undefined when it is none of joblib's. */
export function compressionOf(head: Uint8Array): string | undefined {
  const isStart = (start: string) =>
    [...start].every((character, i) => head[i] === character.charCodeAt(0));
  return STARTS.find(([, start]) => isStart(start))?.[0];
}
