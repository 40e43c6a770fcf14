/**
 * Bytes that can be read by range: a file, a member of an archive, memory. Everything that parses or
 * shows tensors reads through this, so a test can count what is read.
 */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  /**
   * Exactly `length` bytes from `offset`. The result may be a view with a non-zero `byteOffset` and may
   * be shared: do not write into it.
   * @throws TensorFileError when the range is not inside the source or the source gives fewer bytes.
   */
  read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array>;
  /**
   * Fills `target` with the bytes from `offset`. Only sources that can do so without memory of their own
   * have it: a scan then reuses its buffers, as fresh ones cost more than the reading.
   */
  readInto?(target: Uint8Array, offset: number, signal?: AbortSignal): Promise<void>;
  /**
   * All bytes in order, in bounded chunks. Only sources whose bytes are computed have it: in order they
   * cost less than range by range.
   */
  stream?(signal?: AbortSignal): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}
