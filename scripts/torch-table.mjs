// Writes the table of operations anew from real torch: `node scripts/torch-table.mjs`.
// Set PYTHON to an interpreter that has torch, numpy and Pillow.
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const server = await createServer({ root, server: { middlewareMode: true }, logLevel: 'error' });
try {
  const path = '/test/core/python/differential/table.ts';
  const { makeTable, tableText, TABLE } = await server.ssrLoadModule(path);
  await writeFile(TABLE, tableText(makeTable(process.env.PYTHON ?? '/usr/bin/python3')));
} finally {
  await server.close();
}
