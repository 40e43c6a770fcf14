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
  deflate: chunks => {
    const stream = new CompressionStream('deflate-raw');
    const writer = stream.writable.getWriter();
    const feed = async () => {
      for await (const chunk of chunks) await writer.write(chunk.slice());
      await writer.close();
    };
    feed().catch(error => writer.abort(error));
    return piecesOf(stream.readable.getReader());
  },
};

async function* piecesOf(reader: ReadableStreamDefaultReader<Uint8Array>) {
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    yield value;
  }
}
