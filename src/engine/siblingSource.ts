import type { ByteSource } from '../core/bytes/byteSource';
import { TensorFileError } from '../core/errors';
import { t } from '../core/l10n';
import { files } from './node/files';
import { paths } from './node/paths';

/**
 * A file beside another, or in a folder below; undefined when it is not there. The name alone must stay
 * in the folder: the file may be a link to elsewhere, as in the caches of model hubs.
 * @throws TensorFileError for names that leave the folder, and for files that cannot be read.
 */
export async function siblingSource(folder: string, name: string): Promise<ByteSource | undefined> {
  const inside = paths.normalize(name);
  const leaves =
    name === '' ||
    /[\0\\]|^[a-z]:/i.test(name) ||
    paths.isAbsolute(name) ||
    inside === '..' ||
    inside.startsWith(`..${paths.separator}`);
  if (leaves) {
    throw new TensorFileError(
      t`"${name}" does not name a file in this file's folder`,
      {},
      { rule: 'file/missing-shard' },
    );
  }
  try {
    return await files.open(paths.join(folder, name));
  } catch (error) {
    const cause = error instanceof TensorFileError ? error.cause : undefined;
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw error;
  }
}
