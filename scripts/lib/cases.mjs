import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { makeWritable } from './files.mjs';
import { ROOT } from './places.mjs';
import { Stop } from './stop.mjs';

const CASES = join(ROOT, '..', 'shared', 'cases');

/** The path of a reference case. @throws {Stop} when the cases are not beside the checkout. */
export function casePath(path = '') {
  if (!existsSync(CASES))
    throw new Stop(`The reference cases are missing: expected them in ${CASES}`);
  return join(CASES, path);
}

/** Copies the reference cases into a folder, so that tests may write beside them. */
export async function copyCases(folder) {
  await cp(casePath(), folder, { recursive: true });
  // The originals may be read-only, and tests rewrite and delete files.
  await makeWritable(folder);
}
