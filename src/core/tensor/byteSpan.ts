/** A run of bytes in a source. */
export interface ByteSpan {
  readonly byteOffset: number;
  readonly byteLength: number;
}
