import type { ByteSource } from '../bytes/byteSource';
import type { FileRuleId } from '../fileRules';
import type { LocalText } from '../l10n';
import type { DType } from './dtype';
import { DTYPES } from './dtypes';

/** A named tensor whose values stay in `source` until someone looks. */
export interface Tensor {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** Elements between neighbours along each axis: C order, Fortran order and views alike; never negative. */
  readonly strides: readonly number[];
  /** Where element [0, ..., 0] starts in `source`, in bytes. */
  readonly byteOffset: number;
  readonly byteOrder: 'little' | 'big';
  /** Bytes that the elements take when written compactly. */
  readonly byteLength: number;
  /** Bytes that they take in the file, where that is less: block types decode to float32 as they are read. */
  readonly storedBytes?: number;
  readonly source: ByteSource;
  /** Values cost far more than the file's bytes suggest: they are read for a person, never for a check. */
  readonly onDemand?: true;
}

/** The dtype that a tensor's values are written as: types that decode as they are read give float32. */
export function valueDType({ dtype, storedBytes }: Tensor): DType {
  return storedBytes !== undefined && dtype.decodable ? DTYPES.F32 : dtype;
}

/** Something wrong with the file itself, found while its headers were read; the file still opens. */
export interface FileProblem {
  readonly rule: FileRuleId;
  readonly message: LocalText;
  readonly tensor?: string;
  readonly byteOffset?: number;
}

/** The id of a member of `formats/index.ts`. */
export type FormatId = string;

/** An opened tensor file: its headers only. */
export interface TensorFile {
  readonly format: FormatId;
  /** Size on disk in bytes; for a sharded file the index's. */
  readonly byteLength: number;
  readonly metadata: ReadonlyMap<string, string>;
  readonly tensors: readonly Tensor[];
  /** Whether the tensors lie in the file itself, so that their offsets are the file's. */
  readonly isFlat?: true;
  readonly problems: readonly FileProblem[];
  close(): Promise<void>;
}
