// The peer @huggingface/hub: its safetensors header reader, given the local file in place of the network.
import { open, stat } from 'node:fs/promises';

const [path] = process.argv.slice(2);
const { parseSafetensorsMetadata } = await import('@huggingface/hub').catch(() => {
  throw new Error('@huggingface/hub is not installed: run npm ci in bench/');
});
const size = (await stat(path)).size;
const file = await open(path);

/** Answers the ranged requests that the reader makes of a hub. */
async function localFetch(_url, init) {
  const range = /bytes=(\d+)-(\d+)/.exec(new Headers(init?.headers).get('range') ?? '');
  const headers = { etag: '"local"', 'content-length': String(size), 'accept-ranges': 'bytes' };
  if (!range) return new Response(null, { headers });
  const start = Number(range[1]);
  const length = Math.min(size, Number(range[2]) + 1) - start;
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, start);
  const contentRange = `bytes ${start}-${start + length - 1}/${size}`;
  return new Response(buffer, {
    status: 206,
    headers: { ...headers, 'content-range': contentRange },
  });
}

let best = Infinity;
for (let i = 0; i < 3; i++) {
  const start = performance.now();
  const options = { repo: 'local/local', path: 'model.safetensors', fetch: localFetch };
  const { header } = await parseSafetensorsMetadata(options);
  Object.entries(header).map(([name, t]) => `${name} ${t.dtype} ${t.shape}`);
  best = Math.min(best, (performance.now() - start) / 1000);
}
console.log(JSON.stringify({ seconds: best }));
await file.close();
