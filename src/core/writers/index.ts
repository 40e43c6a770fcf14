import { latentWriter } from './latent';
import { npyWriter } from './npy';
import { npzWriter } from './npz';
import { safetensorsWriter } from './safetensors';
import type { TensorWriter } from './writer';

/** Every format that tensors can be written as. */
export const WRITERS: readonly TensorWriter[] = [
  safetensorsWriter,
  npyWriter,
  npzWriter,
  latentWriter,
];
