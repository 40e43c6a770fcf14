import type { Classification } from '../../core/contracts/contract';
import type { Maths } from '../../core/convert/maths';
import type { TensorFile } from '../../core/tensor/tensor';
import type { ConvertParams, FileLocation, UserOverrides } from '../../protocol/engineMethods';

/** A file opened for conversion: headers, and the kind of each tensor in the file's order. */
export interface OpenedFile {
  readonly file: TensorFile;
  readonly classifications: readonly Classification[];
}

/** What conversion needs of the engine. */
export interface ConvertDeps {
  /** @throws TensorFileError when the file cannot be opened. */
  open(location: FileLocation, overrides: UserOverrides, signal?: AbortSignal): Promise<OpenedFile>;
  maths(): Promise<Maths>;
}

/** Bytes written so far, of how many. */
export type OnProgress = (doneBytes: number, totalBytes: number) => void;

/** What is asked for, and whether tensors beside the named ones are carried along, as a mend wants it. */
export interface ConvertRequest extends ConvertParams {
  readonly keepsOthers?: boolean;
  /** The source's name in the record of what was done, where it is not the file that is read; null for no record. */
  readonly recordedSource?: string | null;
}
