/** What the values of a dtype are; `other` is text, dates and objects. */
export type DTypeKind = 'bool' | 'uint' | 'int' | 'float' | 'complex' | 'other';

/** Numbers as a typed array; 64-bit integers come as doubles where a picture or statistics need them. */
export type NumberArray =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

/**
 * How the elements of a tensor are stored. All bytes handed to a DType are little endian and compact:
 * whoever reads a tensor swaps first.
 */
export interface DType {
  /** One of the table `DTYPES`, or numpy's own descriptor string for types outside that list (`<U6`, `|V8`, `<M8[s]`). */
  readonly name: string;
  /** Width of one element; 4 and 6 for the packed types. */
  readonly bits: number;
  readonly kind: DTypeKind;
  /** Bytes to reverse to change byte order: 4 for C64, 1 for bytes and records that swap their own fields. */
  readonly swapBytes: number;
  /** False when the packing is not defined anywhere or the type is unknown: listed, values not shown. */
  readonly decodable: boolean;
  /**
   * The elements as numbers, exact wherever the result's type can hold them (64-bit integers round;
   * complex gives [re, im] pairs). A view on `bytes` where alignment allows, else a copy.
   * @throws TensorFileError when the type has no numeric meaning.
   */
  toNumbers(bytes: Uint8Array, count: number): NumberArray;
  /**
   * Numbers as elements, little endian and compact: the inverse of `toNumbers` (complex takes pairs).
   * Floats round to nearest even through float32, as torch's casts do; integers truncate and saturate,
   * NaN giving 0. Past the largest finite value: F16, BF16, F32 and F8_E5M2 give Inf; F8_E4M3 and the
   * FNUZ forms give NaN (torch does not saturate); F8_E8M0 drops the sign; F4 saturates.
   * @throws TensorFileError when the type cannot be written from numbers.
   */
  fromNumbers(values: NumberArray): Uint8Array<ArrayBuffer>;
  /**
   * One element as text that names it exactly: integers in full, floats as the shortest text that reads
   * back to the same double, `NaN`, `Infinity`, `-Infinity`; complex as [re, im].
   */
  toText(bytes: Uint8Array, index: number): string | [string, string];
}
