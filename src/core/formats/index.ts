import type { TensorFormat } from './format';
import { gguf } from './gguf';
import { imageFormat } from './image';
import { npy } from './npy';
import { npz } from './npz';
import { pickleFormat } from './pickle';
import { safetensors } from './safetensors';
import { shardedSafetensors } from './shards';
import { torchFormat } from './torch';

/** Every tensor file format; the first whose content fits opens a file. */
export const FORMATS: readonly TensorFormat[] = [
  shardedSafetensors,
  safetensors,
  npy,
  npz,
  gguf,
  torchFormat,
  pickleFormat,
  imageFormat,
];
