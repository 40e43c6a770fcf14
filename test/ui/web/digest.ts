import type { EngineMethods, FileLocation } from '../../../src/protocol/engineMethods';

type Call = <K extends keyof EngineMethods>(
  method: K,
  params: unknown,
) => Promise<Awaited<ReturnType<EngineMethods[K]>>>;

/** Values of a tensor that are compared one by one. */
const VALUES = 256;

/**
 * All that an engine says of a file as one text: its headers, its findings, the statistics of all its
 * values, and the first of them as text.
 */
export async function digestOf(call: Call, location: FileLocation): Promise<string> {
  const overrides = { relativePath: '', kinds: [], contracts: [], rules: {} };
  const { fileId, ...info } = await call('open', { location, overrides });
  const read: unknown[] = [];
  for (const [tensor, { shape, decodable, numeric }] of info.tensors.entries()) {
    if (!decodable) continue;
    let room = VALUES;
    const ranges = shape.toReversed().map(size => {
      const count = Math.min(size, room);
      room = Math.max(1, Math.floor(room / Math.max(1, count)));
      return { start: 0, count, step: 1 };
    });
    const params = { fileId, tensor, ranges: ranges.toReversed() };
    const values = await call('values', params);
    const stats = numeric ? await call('stats', { fileId, tensor, bins: 16 }) : null;
    read.push({ values, stats });
  }
  await call('close', { fileId });
  return JSON.stringify({ info, read });
}
