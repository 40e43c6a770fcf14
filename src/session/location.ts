import { type LocalText, t } from '../core/l10n';
import { SETTINGS } from '../core/settings/settings';
import type { FileLocation } from '../protocol/engineMethods';
import { settingOf } from './settingsOf';
import { fileNameOf, type Uri } from './uri';
import type { Workspace } from './workspace';

const MIB = 2 ** 20;

/** A file larger than what the user lets us read whole from a file system without ranged reads. */
export class FileTooLargeError extends Error {
  override name = 'FileTooLargeError';

  constructor(bytes: number, limitMiB: number) {
    const size = (bytes / MIB).toFixed(0);
    super(
      t`This file system cannot read parts of a file, and the file has ${size} MiB, above the limit of ${limitMiB} MiB. Raise tensorLoupe.virtualFiles.maxSize to read it whole.`,
    );
  }
}

/**
 * Where the engine finds a file's bytes. Editors' file systems have no ranged read, so whatever is
 * not on disk is read whole, up to a limit; above it the user is asked.
 * @throws FileTooLargeError when the user says no
 */
export async function locate(
  { files, questions, settings }: Workspace,
  uri: Uri,
): Promise<FileLocation> {
  const path = files.pathOf(uri);
  if (path !== null) return { type: 'path', path };
  const { size } = await files.stat(uri);
  const limitMiB = settingOf(settings, SETTINGS.wholeFileLimitMiB);
  if (size > limitMiB * MIB) {
    const read = t('Read It Whole');
    const choice = await questions.warn(sizeQuestion(uri, size), read);
    if (choice !== read) throw new FileTooLargeError(size, limitMiB);
  }
  return { type: 'bytes', name: fileNameOf(uri), bytes: await files.read(uri) };
}

function sizeQuestion(uri: Uri, bytes: number): LocalText {
  const size = (bytes / MIB).toFixed(0);
  return t`${fileNameOf(uri)} has ${size} MiB and can only be read whole from this file system.`;
}
