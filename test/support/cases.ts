import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..', 'shared', 'cases');

/** The absolute path of a reference case. @throws when the reference files are not beside the checkout. */
export function casePath(folder: string, file = ''): string {
  if (!existsSync(ROOT))
    throw new Error(`The reference cases are missing: expected them in ${ROOT}`);
  return join(ROOT, folder, file);
}

/** A folder's `expected.json`. */
export async function expectedCases<T>(folder: string): Promise<T> {
  return JSON.parse(await readFile(casePath(folder, 'expected.json'), 'utf8')) as T;
}
