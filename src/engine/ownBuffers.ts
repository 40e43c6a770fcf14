/** A picture's numbers are handed over, not copied; nothing else of a reply owns a whole buffer. */
export function ownBuffers(value: unknown): readonly ArrayBuffer[] {
  const data = typeof value === 'object' && value !== null && 'data' in value ? value.data : null;
  if (!(data instanceof Float32Array) || !(data.buffer instanceof ArrayBuffer)) return [];
  return data.byteLength === data.buffer.byteLength ? [data.buffer] : [];
}
