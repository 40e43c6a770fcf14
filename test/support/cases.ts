import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..', 'cases');

/** The absolute path of a reference case. */
export function casePath(folder: string, file = ''): string {
  return join(ROOT, folder, file);
}

/** A folder's `expected.json`. */
export async function expectedCases<T>(folder: string): Promise<T> {
  return JSON.parse(await readFile(casePath(folder, 'expected.json'), 'utf8')) as T;
}
