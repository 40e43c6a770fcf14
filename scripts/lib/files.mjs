import { chmod, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Makes a copied tree writable for its owner, whatever its originals were. */
export async function makeWritable(folder) {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await makeWritable(path);
    else if (entry.isFile()) await chmod(path, 0o644);
  }
}
