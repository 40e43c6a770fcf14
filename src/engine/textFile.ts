import { byteSize } from '../core/byteSize';
import { TensorFileError } from '../core/errors';
import { t } from '../core/l10n';
import { files } from './node/files';

/**
 * The text of a file, as UTF-8.
 * @throws TensorFileError for what is no plain file, cannot be read, or is longer than `mostBytes`.
 */
export async function readTextFile(
  path: string,
  mostBytes: number,
  signal?: AbortSignal,
): Promise<string> {
  const source = await files.open(path);
  try {
    if (source.size > mostBytes) {
      throw new TensorFileError(
        t`This text has ${byteSize(source.size)}, and at most ${byteSize(mostBytes)} are read: leave the file out, or split it`,
      );
    }
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(
      await source.read(0, source.size, signal),
    );
  } finally {
    await source.close();
  }
}
