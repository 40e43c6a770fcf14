import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { Files } from '../platform';

/** There is no disk here: whatever is opened comes as bytes, and nothing lies beside it. */
export const files: Files = {
  open: async path => notHere(path),
  kindOf: async () => null,
  isThere: async () => false,
  versionOf: async () => '',
  identitiesOf: async path => [path],
  entriesOf: async folder => notHere(folder),
  temporaryFolder: () => '/',
};

function notHere(path: string): never {
  throw new TensorFileError(
    t`${path} cannot be read by its path: in the browser there is no disk, open it from the workspace`,
  );
}
