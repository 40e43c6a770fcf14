import { inflateZlib } from '../../core/formats/zlibStream';
import type { Zlib } from '../platform';

export const zlib: Zlib = {
  inflate: async (data, mostBytes) => {
    const { output, end } = await inflateZlib(data, mostBytes);
    if (end !== 'whole') throw new Error(`The stream is ${end}`);
    return output;
  },
  inflateSound: async (data, mostBytes) => {
    const { output, end } = await inflateZlib(data, mostBytes);
    return end === 'whole' || end === 'cut' ? output : null;
  },
  deflate: chunks => compressed('deflate-raw', chunks),
};

/** A stream of bytes compressed by the browser. */
export function compressed(
  format: CompressionFormat,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const stream = new CompressionStream(format);
  const writer = stream.writable.getWriter();
  const feed = async () => {
    for await (const chunk of chunks) await writer.write(chunk.slice());
    await writer.close();
  };
  feed().catch(error => writer.abort(error));
  return piecesOf(stream.readable.getReader());
}

async function* piecesOf(reader: ReadableStreamDefaultReader<Uint8Array>) {
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}
