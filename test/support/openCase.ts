import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { memorySource } from '../../src/core/bytes/memorySource';
import { TensorFileError } from '../../src/core/errors';
import type { OpenContext } from '../../src/core/formats/format';
import { openTensorFile } from '../../src/core/formats/open';
import { verbatim } from '../../src/core/l10n';
import type { TensorFile } from '../../src/core/tensor/tensor';

/** A context over bytes in memory, with siblings from a folder where one is given. */
export function memoryContext(bytes: Uint8Array, name: string, folder?: string): OpenContext {
  return {
    source: memorySource(bytes),
    name,
    sibling: async sibling => {
      if (!folder) return undefined;
      const bytes = await readFile(join(folder, sibling)).catch(() => undefined);
      return bytes && memorySource(bytes);
    },
    images: {
      open: async () => {
        throw new TensorFileError(verbatim('No image is expected here'));
      },
    },
  };
}

/** Opens a reference file by its path. */
export async function openPath(path: string): Promise<TensorFile> {
  return openTensorFile(memoryContext(await readFile(path), basename(path), dirname(path)));
}

/** The file, or the TensorFileError that refuses it; anything else that is thrown fails the test. */
export async function openOrError(path: string): Promise<TensorFile | TensorFileError> {
  try {
    return await openPath(path);
  } catch (error) {
    if (error instanceof TensorFileError) return error;
    throw error;
  }
}
