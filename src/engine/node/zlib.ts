import { Readable } from 'node:stream';
import { constants, createDeflateRaw, inflateSync } from 'node:zlib';
import type { Zlib } from '../platform';

export const zlib: Zlib = {
  inflate: async (data, mostBytes) => inflateSync(data, { maxOutputLength: mostBytes }),
  inflateSound: async (data, mostBytes) => {
    try {
      const options = { finishFlush: constants.Z_SYNC_FLUSH };
      return inflateSync(data, { ...options, maxOutputLength: mostBytes });
    } catch {
      return null;
    }
  },
  async *deflate(chunks) {
    const compressor = createDeflateRaw({ level: 6 });
    const source = Readable.from(chunks, { objectMode: true });
    source.on('error', error => compressor.destroy(error));
    source.pipe(compressor);
    yield* compressor as AsyncIterable<Uint8Array>;
  },
};
