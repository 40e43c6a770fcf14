/** A run of bytes in a source. */
export interface Span {
  readonly byteOffset: number;
  readonly byteLength: number;
}
