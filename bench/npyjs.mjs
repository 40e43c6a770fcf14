// The peer npyjs: a whole .npy into a typed array.
import { readFile } from 'node:fs/promises';

const [path] = process.argv.slice(2);
const { parse } = await import('npyjs').catch(() => {
  throw new Error('npyjs is not installed: run npm ci in bench/');
});

let best = Infinity;
for (let i = 0; i < 3; i++) {
  const start = performance.now();
  const bytes = await readFile(path);
  const { data } = parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  if (data.length === 0) throw new Error('npyjs read nothing');
  best = Math.min(best, (performance.now() - start) / 1000);
}
console.log(JSON.stringify({ seconds: best }));
