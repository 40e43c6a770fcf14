import { TensorFileError } from '../core/errors';
import { t } from '../core/l10n';
import { files } from './node/files';
import { writing } from './node/writing';

export interface OutputRule {
  /** Existing files may be replaced. */
  readonly overwrite: boolean;
  /** Paths of all files that are read meanwhile: those are never replaced, by whatever name or link. */
  readonly reads: Iterable<string>;
}

/**
 * The one rule for whatever a command writes.
 * @throws TensorFileError when a file is in the way, written twice, or one of those that are read.
 */
export async function demandOutputs(paths: readonly string[], rule: OutputRule): Promise<void> {
  const seen = new Set<string>();
  const read = new Set<string>();
  for (const path of rule.reads)
    for (const identity of await files.identitiesOf(path)) read.add(identity);
  for (const path of paths) {
    const identities = await files.identitiesOf(path);
    if (identities.some(identity => read.has(identity)))
      throw new TensorFileError(
        t`${path} is a file that is read for this, which must stay as it is: choose another name`,
      );
    if (identities.some(identity => seen.has(identity)))
      throw new TensorFileError(t`${path} would be written twice`);
    for (const identity of identities) seen.add(identity);
    await writing.demandTarget(path, rule.overwrite);
  }
}
