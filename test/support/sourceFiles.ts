import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, '..', '..');

/** A file of this repository with its text. */
export interface SourceFile {
  /** Path from the root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Every file below the folders whose name ends so. */
export function filesBelow(folders: readonly string[], ending: RegExp): SourceFile[] {
  return folders.flatMap(folder =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && ending.test(entry.name))
      .map(entry => {
        const absolute = join(entry.parentPath, entry.name);
        const path = absolute.slice(ROOT.length + 1).replaceAll('\\', '/');
        return { path: posix.normalize(path), text: readFileSync(absolute, 'utf8') };
      }),
  );
}
