const PICKLE_PROTO = 0x80;
const NEWEST_PROTOCOL = 5;
const ZIP_MAGIC = [0x50, 0x4b, 0x03, 0x04];
const TAR_MAGIC_OFFSET = 257;
const TAR_MAGIC = [0x75, 0x73, 0x74, 0x61, 0x72];
/** The bytes that `torchLayout` looks at. */
export const TORCH_HEAD_BYTES = TAR_MAGIC_OFFSET + TAR_MAGIC.length;

/** How a PyTorch file would be laid out, by its first bytes; null where they are of none. */
export function torchLayout(head: Uint8Array): 'zip' | 'pickle' | 'tar' | null {
  if (startsWith(head, ZIP_MAGIC)) return 'zip';
  if (head[0] === PICKLE_PROTO && head[1]! <= NEWEST_PROTOCOL) return 'pickle';
  return startsWith(head.subarray(TAR_MAGIC_OFFSET), TAR_MAGIC) ? 'tar' : null;
}

/** Whether bytes start with others. */
export function startsWith(head: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => head[i] === byte);
}
