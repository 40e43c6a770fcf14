import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { FileLocation } from '../protocol/engineMethods';
import { config } from './config';

/** A file larger than what the user lets us read whole from a file system without ranged reads. */
export class FileTooLargeError extends Error {
  constructor(bytes: number, limitMiB: number) {
    const size = (bytes / 2 ** 20).toFixed(0);
    super(
      vscode.l10n.t(
        'This file system cannot read parts of a file, and the file has {0} MiB, above the limit of {1} MiB. Raise tensorLoupe.virtualFiles.maxSize to read it whole.',
        size,
        limitMiB,
      ),
    );
    this.name = 'FileTooLargeError';
  }
}

/**
 * Where the engine finds a file's bytes. VS Code's file systems have no ranged read, so whatever is
 * not on disk is read whole, up to a limit; above it the user is asked.
 */
export async function locate(uri: vscode.Uri): Promise<FileLocation> {
  if (uri.scheme === 'file') return { type: 'path', path: uri.fsPath };
  const { size } = await vscode.workspace.fs.stat(uri);
  const limitMiB = config.wholeFileLimitMiB();
  if (size > limitMiB * 2 ** 20 && !(await userAgrees(uri, size))) {
    throw new FileTooLargeError(size, limitMiB);
  }
  const bytes = await vscode.workspace.fs.readFile(uri);
  return { type: 'bytes', name: basename(uri.path), bytes };
}

async function userAgrees(uri: vscode.Uri, bytes: number): Promise<boolean> {
  const open = vscode.l10n.t('Read It Whole');
  const choice = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      '{0} has {1} MiB and can only be read whole from this file system.',
      basename(uri.path),
      (bytes / 2 ** 20).toFixed(0),
    ),
    open,
  );
  return choice === open;
}
