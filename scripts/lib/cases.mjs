import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { makeWritable } from './files.mjs';
import { ROOT } from './places.mjs';

const CASES = join(ROOT, 'test', 'cases');

/** The path of a reference case. */
export function casePath(path = '') {
  return join(CASES, path);
}

/** Copies the reference cases into a folder, so that tests may write beside them. */
export async function copyCases(folder) {
  await cp(casePath(), folder, { recursive: true });
  // The originals may be read-only, and tests rewrite and delete files.
  await makeWritable(folder);
}
