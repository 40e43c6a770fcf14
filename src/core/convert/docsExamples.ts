import { imageContract } from '../contracts/image';
import type { Kind } from '../contracts/index';
import { latentContract } from '../contracts/latent';
import { maskContract } from '../contracts/mask';
import type { DTypeName } from '../tensor/dtypes';

/** One tensor of an example: its header. */
export type ExampleTensor = readonly [
  name: string,
  kind: Kind | null,
  dtype: DTypeName,
  shape: readonly number[],
];

/** What the docs page shows of a conversion. */
export interface Example {
  readonly tensors: readonly ExampleTensor[];
  readonly options?: Readonly<Record<string, string>>;
  /** The tensors come from pictures, one file each. */
  readonly fromPictures?: true;
  /** The file written; `out.safetensors` where it is left out. */
  readonly output?: string;
}

/** Tensors that most examples start from. */
export const IMAGE: ExampleTensor = ['image', imageContract.kind, 'F32', [2, 512, 768, 3]];
export const RGBA: ExampleTensor = ['image', imageContract.kind, 'F32', [1, 512, 768, 4]];
export const MASK: ExampleTensor = ['mask', maskContract.kind, 'F32', [1, 512, 768]];
export const LATENT: ExampleTensor = ['samples', latentContract.kind, 'F32', [1, 4, 64, 96]];
