import type { Kind } from '../contracts/contract';
import type { DTypeName } from '../tensor/dtype';
import type { ConversionId } from './conversionIds';

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
  /** The file written; `out.safetensors` where it is left out. */
  readonly output?: string;
}

const IMAGE: ExampleTensor = ['image', 'IMAGE', 'F32', [2, 512, 768, 3]];
const RGBA: ExampleTensor = ['image', 'IMAGE', 'F32', [1, 512, 768, 4]];
const MASK: ExampleTensor = ['mask', 'MASK', 'F32', [1, 512, 768]];
const LATENT: ExampleTensor = ['samples', 'LATENT', 'F32', [1, 4, 64, 96]];

/** One example for each conversion. */
export const EXAMPLES: Readonly<Record<ConversionId, Example>> = {
  toChannelFirst: { tensors: [IMAGE] },
  toChannelLast: { tensors: [['image', 'IMAGE', 'F32', [1, 3, 512, 768]]] },
  addBatch: { tensors: [['mask', 'MASK', 'F32', [512, 768]]] },
  dropBatch: { tensors: [MASK] },
  addChannel: { tensors: [MASK] },
  squeezeChannel: { tensors: [['mask', 'MASK', 'F32', [1, 1, 512, 768]]] },
  selectBatch: {
    tensors: [['image', 'IMAGE', 'F32', [16, 512, 768, 3]]],
    options: { index: '0:4' },
  },
  splitBatch: { tensors: [IMAGE] },
  stackBatch: { tensors: [RGBA, RGBA] },
  repeatBatch: { tensors: [MASK], options: { count: '2' } },
  rename: { tensors: [['latents', null, 'F32', [1, 4, 64, 96]]], options: { name: 'samples' } },
  rewrite: { tensors: [IMAGE, MASK] },
  castDtype: { tensors: [IMAGE], options: { dtype: 'F16' } },
  toFloat32: { tensors: [['mask', 'MASK', 'BOOL', [1, 512, 768]]] },
  divide255: { tensors: [['image', 'IMAGE', 'U8', [1, 512, 768, 3]]] },
  signedToUnit: { tensors: [IMAGE] },
  clamp01: { tensors: [IMAGE] },
  replaceNonFinite: { tensors: [LATENT] },
  invertMask: { tensors: [MASK] },
  thresholdMask: { tensors: [MASK], options: { threshold: '0.5' } },
  growMask: { tensors: [MASK], options: { expand: '6' } },
  featherMask: { tensors: [MASK], options: { left: '32', right: '32' } },
  resizeMask: { tensors: [['mask', 'MASK', 'F32', [1, 64, 64]], IMAGE] },
  maskToImage: { tensors: [MASK] },
  channelToMask: { tensors: [IMAGE], options: { channel: 'red' } },
  colorToMask: { tensors: [IMAGE], options: { color: '#ff0000' } },
  splitAlpha: { tensors: [RGBA] },
  joinAlpha: { tensors: [IMAGE, MASK] },
  compositeMasked: { tensors: [IMAGE, ['source', 'IMAGE', 'F32', [1, 512, 768, 3]], MASK] },
  resizeImage: { tensors: [IMAGE], options: { width: '384', height: '256', method: 'area' } },
  setNoiseMask: { tensors: [LATENT, MASK] },
  rescaleOldLatent: {
    tensors: [['latent_tensor', 'LATENT', 'F32', [1, 4, 64, 96]]],
    output: 'out.latent',
  },
  latentToRgb: { tensors: [LATENT], options: { format: 'SDXL' }, output: 'out.png' },
  exportPng: { tensors: [IMAGE], output: 'out.png' },
  saveAs: { tensors: [IMAGE, MASK], output: 'out.npz' },
};
