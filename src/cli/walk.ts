import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isLintedInFolders } from '../core/formats/endings';

const SKIPPED_FOLDERS = new Set([
  'node_modules',
  '.git',
  '.venv',
  'venv',
  'site-packages',
  '__pycache__',
]);

export interface FoundFile {
  readonly path: string;
  /** Named on the command line, not found in a folder. */
  readonly named: boolean;
}

/** The files to lint: those named, and in folders every tensor file and every `.py`, in name order. */
export async function* lintableFiles(paths: readonly string[]): AsyncGenerator<FoundFile> {
  for (const path of paths) {
    const isFolder = await stat(path).then(
      found => found.isDirectory(),
      () => false,
    );
    if (isFolder) yield* walk(path);
    else yield { path, named: true };
  }
}

async function* walk(folder: string): AsyncGenerator<FoundFile> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    // Links to folders are not followed: they may lead in circles.
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) yield* walk(path);
    } else if (isLintable(entry.name)) yield { path, named: false };
  }
}

function isLintable(name: string): boolean {
  return name.toLowerCase().endsWith('.py') || isLintedInFolders(name);
}
