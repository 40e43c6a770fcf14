/** What makes a typed array: over a buffer, or of a length. */
export type TypedArrayConstructor<T> = {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): T;
  new (buffer: ArrayBufferLike, byteOffset: number, length: number): T;
};

/**
 * `count` elements of `bytes` as a typed array: a view where alignment allows, else a copy. Every
 * engine that runs JavaScript for VS Code is little endian, as the bytes are.
 */
export function viewOrCopy<T>(
  Numbers: TypedArrayConstructor<T>,
  bytes: Uint8Array,
  count: number,
): T {
  const width = Numbers.BYTES_PER_ELEMENT;
  if (bytes.byteOffset % width === 0) return new Numbers(bytes.buffer, bytes.byteOffset, count);
  // Not `slice`: a Node Buffer's gives a view on the same, still misaligned, memory.
  return new Numbers(new Uint8Array(bytes.subarray(0, count * width)).buffer, 0, count);
}

/** The bytes of a typed array, no copy. */
export function bytesOf(array: ArrayBufferView): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
}
