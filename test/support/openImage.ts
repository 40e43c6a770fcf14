import { memorySource } from '../../src/core/bytes/memorySource';
import type { TensorFile } from '../../src/core/tensor/tensor';
import { imageDecoder } from '../../src/engine/images/imageDecoder';

/** Opens a picture from memory by the LoadImage rule. */
export function openImage(bytes: Uint8Array, name: string): Promise<TensorFile> {
  const source = memorySource(bytes);
  return imageDecoder.open({ source, name, images: imageDecoder, sibling: async () => undefined });
}
