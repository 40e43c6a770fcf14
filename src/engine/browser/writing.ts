import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { Writing } from '../platform';

/** There is no disk here: what would be written is refused in words. */
export const writing: Writing = {
  atomicWrite: notHere,
  stageFile: notHere,
  giveNames: async () => {},
  discardStaged: async () => {},
  demandTarget: async () => {},
  removeLeftovers: async () => {},
};

async function notHere(path: string): Promise<never> {
  throw new TensorFileError(
    t`${path} cannot be written: in the browser Tensor Loupe only reads; open the folder in desktop VS Code to convert`,
  );
}
