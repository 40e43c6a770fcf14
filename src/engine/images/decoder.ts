import type { ImageContainer } from '../../core/formats/image';
import type { Decoded } from './frames';

/** The bytes of one picture file and the name that messages call it by. */
export interface ImageInput {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly container: ImageContainer;
}

/**
 * Decodes one container by the LoadImage rule as Pillow follows it.
 * @throws TensorFileError when Pillow would refuse the file, or when we cannot give the same pixels.
 */
export type Decode = (input: ImageInput, signal?: AbortSignal) => Promise<Decoded>;
