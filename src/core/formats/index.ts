import type { TensorFormat } from './format';
import { imageFormat } from './image';
import { safetensors } from './safetensors';
import { shardedSafetensors } from './shards';

/** Every tensor file format; the first whose content fits opens a file. */
export const FORMATS: readonly TensorFormat[] = [shardedSafetensors, safetensors, imageFormat];
