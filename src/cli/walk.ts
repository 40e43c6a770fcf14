import { stat } from 'node:fs/promises';
import { isLintedInFolders, isSharedEnding } from '../core/formats/endings';
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

const enters = (path: string) => !SKIPPED_FOLDERS.includes(path.split('/').at(-1)!);
const TENSOR_FILES: WalkFilter = { enters, takes: isLintedInFolders };
const LINTED: WalkFilter = {
  enters,
  takes: path =>
    path.toLowerCase().endsWith('.py') || isLintedInFolders(path) || isSharedEnding(path),
};

/** The files to lint: those named, and in folders every tensor file and every `.py`, in name order. */
export function lintableFiles(paths: readonly string[]): AsyncGenerator<FoundFile> {
  return filesOf(paths, LINTED);
}

/** The files named, and in folders every tensor file, in name order. */
export function tensorFiles(paths: readonly string[]): AsyncGenerator<FoundFile> {
  return filesOf(paths, TENSOR_FILES);
}

async function* filesOf(paths: readonly string[], filter: WalkFilter): AsyncGenerator<FoundFile> {
  for (const path of paths) {
    if (!(await isFolder(path))) yield { path, named: true };
    else for await (const found of walkFolder(path, filter)) yield { path: found, named: false };
  }
}

export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    found => found.isDirectory(),
    () => false,
  );
}
