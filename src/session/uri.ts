/**
 * The address of a file in any file system. It has the members of VS Code's own, so that either stands for
 * the other; `Files.parse` and `Files.beside` make them.
 */
export interface Uri {
  readonly scheme: string;
  readonly authority: string;
  /** With `/`, decoded, as in `/folder/name.npy`. */
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
  /** The path as the disk writes it. */
  readonly fsPath: string;
  with(change: {
    scheme?: string;
    authority?: string | null;
    path?: string | null;
    query?: string | null;
    fragment?: string | null;
  }): Uri;
  /** Encoded unless `skipEncoding`; two addresses of one file give the same text. */
  toString(skipEncoding?: boolean): string;
  toJSON(): unknown;
}

/** The last part of an address's path: a file's name with its ending. */
export function fileNameOf(uri: Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** The path of the folder that an address lies in, without a slash at its end. */
export function folderPathOf(uri: Uri): string {
  return uri.path.slice(0, Math.max(0, uri.path.lastIndexOf('/')));
}

/** The last part of a path on any system: a file's name with its ending. */
export function nameOfPath(path: string): string {
  return path.replace(/^.*[\\/]/s, '');
}

/** The path of the folder that a path on any system lies in. */
export function folderOfPath(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, '');
}
