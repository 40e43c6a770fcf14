import { stat } from 'node:fs/promises';
import { isLintedInFolders } from '../core/formats/endings';
import { type WalkFilter, walkFolder } from '../engine/walkFolder';

const SKIPPED_FOLDERS: readonly string[] = [
  'node_modules',
  '.git',
  '.venv',
  'venv',
  'site-packages',
  '__pycache__',
];

export interface FoundFile {
  readonly path: string;
  /** Named on the command line, not found in a folder. */
  readonly named: boolean;
}

const LINTED: WalkFilter = {
  enters: path => !SKIPPED_FOLDERS.includes(path.split('/').at(-1)!),
  takes: path => path.toLowerCase().endsWith('.py') || isLintedInFolders(path),
};

/** The files to lint: those named, and in folders every tensor file and every `.py`, in name order. */
export async function* lintableFiles(paths: readonly string[]): AsyncGenerator<FoundFile> {
  for (const path of paths) {
    const isFolder = await stat(path).then(
      found => found.isDirectory(),
      () => false,
    );
    if (!isFolder) yield { path, named: true };
    else for await (const found of walkFolder(path, LINTED)) yield { path: found, named: false };
  }
}
