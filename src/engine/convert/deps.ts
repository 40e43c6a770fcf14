import type { Maths } from '../../core/convert/maths';
import type { FileReference, UserOverrides } from '../../protocol/engineMethods';
import type { OpenedFile } from '../openedFile';

/** What conversion needs of the engine. */
export interface ConvertDeps {
  /**
   * The file, opened or open already; whoever asks closes it.
   * @throws TensorFileError when the file cannot be opened.
   */
  open(
    reference: FileReference,
    overrides: UserOverrides,
    signal?: AbortSignal,
  ): Promise<OpenedFile>;
  maths(): Promise<Maths>;
}
