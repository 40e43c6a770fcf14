import { Readable } from 'node:stream';
import { createDeflateRaw } from 'node:zlib';

/** Raw deflate of a stream of bytes, level 6, as NumPy's savez_compressed writes it. */
export async function* deflate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const compressor = createDeflateRaw({ level: 6 });
  const source = Readable.from(chunks, { objectMode: true });
  source.on('error', error => compressor.destroy(error));
  source.pipe(compressor);
  yield* compressor as AsyncIterable<Uint8Array>;
}
