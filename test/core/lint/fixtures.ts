import type { TensorRuleId } from '../../../src/core/lint/ruleIds';
import type { TestFile } from './support';

/** A file in which a rule must speak exactly once, and alone but for the rules in `also`. */
export interface Planted extends TestFile {
  readonly also?: readonly TensorRuleId[];
  /** The severity that this finding has, where it is not the rule's own. */
  readonly severity?: 'error' | 'warning' | 'info' | 'hint';
}

export interface RuleFixtures {
  readonly fires: readonly Planted[];
  readonly nearMisses: readonly TestFile[];
}

/** Values that repeat a list over and over. */
export function cycle(...values: number[]): (index: number) => number {
  return index => values[index % values.length]!;
}

const unit = cycle(0, 0.25, 0.5, 1);
const bytes = cycle(0, 12, 128, 255, 90);
const npy = (fileName: string, shape: readonly number[] | readonly [string, ...number[]]) =>
  ({ fileName, format: 'npy', tensors: { '': shape } }) as const;
const latent = (tensors: TestFile['tensors']): TestFile => ({ fileName: 'a.latent', tensors });
const MARKER = { latent_format_version_0: [0] } as const;

/** What must fire and what must not, by rule. */
export const FIXTURES: Readonly<Record<TensorRuleId, RuleFixtures>> = {
  'image/rank': {
    fires: [
      { tensors: { image: [1, 2, 48, 64, 3] } },
      { tensors: { images: [48, 64] } },
      { tensors: { image: [5, 48, 64] } },
      { tensors: { image: [1, 1, 2, 48, 64, 3] } },
    ],
    nearMisses: [
      { tensors: { video: [1, 16, 48, 64, 3] } },
      { tensors: { frames: [2, 16, 48, 64, 3] } },
      { tensors: { image_embeds: [1, 257, 1280] } },
      { tensors: { image_ids: ['I64', 16] } },
      { tensors: { image: ['U8', 51234] } },
      { tensors: { image: [1, 768], text: [1, 768] } },
      { tensors: { image_newline: [4096], image_sizes: ['I64', 2, 2] } },
      { tensors: { image_mean: [3], image_std: [3] } },
    ],
  },
  'image/batch-missing': {
    fires: [
      { tensors: { image: [48, 64, 3] } },
      { tensors: { img_01: [48, 64, 4] } },
      { tensors: { image: [4, 64, 3] } },
      { tensors: { image: [1, 64, 3] } },
      npy('my_image_0001.npy', [48, 64, 3]),
    ],
    nearMisses: [
      { tensors: { image: [4, 48, 64, 3] } },
      { tensors: { tensor_a: [48, 64, 3] } },
      npy('dump.npy', [48, 64, 3]),
      { tensors: { palette: [48, 64, 3], image: [1, 8, 8, 3] } },
    ],
  },
  'image/channel-first': {
    fires: [
      { tensors: { image: [2, 3, 48, 64] } },
      { tensors: { image: [1, 4, 48, 64] } },
      { tensors: { image: [1, 1, 48, 64] } },
      { tensors: { image: [3, 48, 64] } },
      { tensors: { 'batch.0.image': [1, 3, 48, 64] } },
      { tensors: { image: [3, 64, 3] } },
      { tensors: { image: [1, 3, 3, 3] }, severity: 'info' },
      { tensors: { image: [1, 3, 64, 4] }, severity: 'info' },
      npy('image_channel_first.npy', [1, 3, 48, 64]),
    ],
    nearMisses: [
      { tensors: { image: [4, 48, 64, 3] } },
      { tensors: { image: [1, 4, 64, 3] } },
      { tensors: { image: [1, 1, 256, 3] } },
      { tensors: { conv: [64, 3, 48, 64] } },
      { tensors: { 'conv1.weight': [64, 3, 7, 7], 'conv1.bias': [64] } },
      { tensors: { 'model.image.weight': [1, 3, 48, 64] } },
      { tensors: { pixel_values: [1, 3, 224, 224] } },
      npy('kernel.npy', [64, 3, 16, 16]),
      npy('x.npy', [1, 3, 48, 64]),
    ],
  },
  'image/channel-count': {
    fires: [
      { tensors: { image: [1, 48, 64, 5] } },
      { tensors: { image: [1, 48, 64, 2] } },
      { tensors: { images: [2, 48, 64, 64] } },
    ],
    nearMisses: [
      { tensors: { image: [1, 3, 48, 64] } },
      { tensors: { image: [1, 48, 64, 4] } },
      { tensors: { image_features: [1, 16, 16, 1024] } },
      { tensors: { image_latent: [1, 16, 48, 64] } },
      { tensors: { latent_image: [1, 16, 48, 64] } },
    ],
  },
  'image/alpha': {
    fires: [{ tensors: { image: [1, 48, 64, 4] } }, npy('dump.npy', [2, 48, 64, 4])],
    nearMisses: [
      { tensors: { image: [1, 48, 64, 3] } },
      { tensors: { image: [4, 48, 64, 3] } },
      { tensors: { samples: [1, 48, 64, 4] } },
      { tensors: { samples: [2, 9, 7, 16] } },
      { tensors: { samples: [1, 100, 100, 128] } },
      { tensors: { boxes: [1, 48, 64, 4], labels: [48] } },
    ],
  },
  'image/single-channel': {
    fires: [{ tensors: { image: [1, 48, 64, 1] } }],
    nearMisses: [
      { tensors: { image: [1, 48, 64, 3] } },
      { tensors: { depth: [1, 48, 64, 1] } },
      { tensors: { image: [1, 1, 48, 64] } },
    ],
  },
  'image/dtype': {
    fires: [
      { tensors: { image: ['U8', 1, 48, 64, 3] }, values: { image: bytes } },
      { tensors: { image: ['BOOL', 1, 48, 64, 3] } },
      { tensors: { image: ['I64', 1, 48, 64, 3] } },
      { tensors: { image: ['F16', 1, 48, 64, 3] }, severity: 'warning' },
      { tensors: { image: ['BF16', 1, 48, 64, 3] }, severity: 'warning' },
      { tensors: { image: ['F64', 1, 48, 64, 3] }, severity: 'warning' },
    ],
    nearMisses: [
      { tensors: { image: [1, 48, 64, 3] } },
      { tensors: { image: ['<U6', 4, 1] } },
      { tensors: { labels: ['U8', 1, 48, 64, 3], other: [1] } },
    ],
  },
  'image/range-255': {
    fires: [
      { tensors: { image: [1, 8, 8, 3] }, values: { image: bytes } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(0, 0, 0, 0, 255) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(-3, 40, 260.5, 0.5, 100) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(0, 900, 65535) } },
    ],
    nearMisses: [
      { tensors: { image: [1, 8, 8, 3] }, values: { image: unit } },
      // HDR: a few lights far above white.
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(0.1, 0.4, 0.2, 0.9, 60) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(0.5, 1.5, 3.9) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(-255, 0, 255) } },
      { tensors: { weights: [1, 8, 8, 3], x: [1] }, values: { weights: bytes } },
    ],
  },
  'image/range-signed': {
    fires: [
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(-1, -0.3, 0.2, 1) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(-0.95, -0.7, 0.3) } },
    ],
    nearMisses: [
      { tensors: { image: [1, 8, 8, 3] }, values: { image: unit } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(-0.08, 0.5, 1.06) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(-3, -1, 0, 1, 3) } },
      { tensors: { samples: [1, 4, 8, 8] }, values: { samples: cycle(-1, 0, 1) } },
    ],
  },
  'image/range': {
    fires: [
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(-0.08, 0.5, 1.06) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(0.1, 0.4, 0.2, 0.9, 60) } },
    ],
    nearMisses: [
      { tensors: { image: [1, 8, 8, 3] }, values: { image: unit } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(0, 0.5, 1 + 1e-7, -1e-8) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: bytes } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: cycle(-1, 0, 1) } },
    ],
  },
  'image/not-finite': {
    fires: [
      { tensors: { image: [1, 8, 8, 3] }, values: { image: i => (i === 40 ? NaN : unit(i)) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: i => (i === 4 ? Infinity : unit(i)) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: () => NaN } },
    ],
    nearMisses: [{ tensors: { image: [1, 8, 8, 3] }, values: { image: unit } }],
  },
  'image/empty': {
    fires: [
      { tensors: { image: [0, 48, 64, 3] } },
      { tensors: { image: [1, 0, 64, 3] } },
      { tensors: { image: [0] } },
    ],
    nearMisses: [{ tensors: { image: [1, 1, 1, 3] } }, { tensors: { empty: [0, 4] } }],
  },
  'mask/batch-missing': {
    fires: [
      { tensors: { mask: [48, 64] } },
      { tensors: { image: [1, 48, 64, 3], mask: [48, 64] } },
      npy('my_mask_0001.npy', [48, 64]),
      { tensors: { inpaint_mask: [48, 64] } },
    ],
    nearMisses: [
      { tensors: { mask: [1, 48, 64] } },
      { tensors: { attention_mask: [4, 77] } },
      { tensors: { mask: ['I64', 2, 77] } },
      { tensors: { mask: [1, 77] } },
      { tensors: { 'text_model.causal_mask': [77, 77] } },
      { tensors: { mask_ratio: [4, 4], mask_token: [1, 768] } },
      npy('depth.npy', [48, 64]),
    ],
  },
  'mask/channel-axis': {
    fires: [
      { tensors: { mask: [1, 1, 48, 64] } },
      { tensors: { mask: [2, 48, 64, 1] } },
      { tensors: { image: [1, 48, 64, 3], alpha: [1, 1, 48, 64] } },
      { tensors: { image: [1, 48, 64, 3], matte: [1, 48, 64, 1] } },
      { tensors: { image: [1, 48, 64, 3], out_1: [1, 1, 48, 64] } },
    ],
    nearMisses: [
      { tensors: { mask: [1, 48, 64] } },
      { tensors: { mask: [1, 48, 64], samples: [1, 4, 6, 8], noise_mask: [1, 1, 48, 64] } },
      { tensors: { image: [1, 48, 64, 3], depth: [1, 1, 48, 64] } },
      { tensors: { image: [1, 48, 64, 3], canny: [1, 48, 64, 1], out: [1, 48, 64] } },
      { tensors: { image: [1, 48, 64, 3], alpha: [1, 1, 24, 32] } },
      { tensors: { alpha: [1, 1, 48, 64] } },
    ],
  },
  'mask/rank': {
    fires: [
      { tensors: { mask: [1, 3, 48, 64] } },
      { tensors: { mask: [1, 48, 64, 3] } },
      { tensors: { mask: [1, 1, 1, 48, 64] } },
      { tensors: { mask: [3072] } },
    ],
    nearMisses: [
      { tensors: { mask: [3, 48, 64] } },
      { tensors: { mask: ['U8', 3072] } },
      { tensors: { mask_tokens: [1, 4, 8, 256] } },
      { tensors: { mask_value: [1], mask_max: [4] } },
    ],
  },
  'mask/dtype': {
    fires: [
      { tensors: { mask: ['BOOL', 1, 48, 64] } },
      { tensors: { mask: ['U8', 1, 8, 8] }, values: { mask: cycle(0, 255) } },
      { tensors: { masks: ['F16', 1, 48, 64] } },
    ],
    nearMisses: [
      { tensors: { mask: [1, 48, 64] } },
      { tensors: { attention_mask: ['BOOL', 1, 48, 64] } },
      { tensors: { valid: ['BOOL', 1, 48, 64] } },
    ],
  },
  'mask/range-255': {
    fires: [
      { tensors: { mask: [1, 8, 8] }, values: { mask: cycle(0, 255) } },
      { tensors: { mask: [1, 8, 8] }, values: { mask: i => (i === 3 ? 255 : 0) } },
    ],
    nearMisses: [
      { tensors: { mask: [1, 8, 8] }, values: { mask: unit } },
      { tensors: { mask: [1, 8, 8] }, values: { mask: cycle(0, 1, 2) } },
    ],
  },
  'mask/range': {
    fires: [
      { tensors: { mask: [1, 8, 8] }, values: { mask: cycle(0, 1, 2) } },
      { tensors: { mask: [1, 8, 8] }, values: { mask: cycle(-1, 0, 1) } },
    ],
    nearMisses: [
      { tensors: { mask: [1, 8, 8] }, values: { mask: unit } },
      { tensors: { mask: [1, 8, 8] }, values: { mask: cycle(0, 255) } },
    ],
  },
  'mask/not-finite': {
    fires: [{ tensors: { mask: [1, 8, 8] }, values: { mask: i => (i === 9 ? NaN : unit(i)) } }],
    nearMisses: [{ tensors: { mask: [1, 8, 8] }, values: { mask: unit } }],
  },
  'mask/placeholder': {
    fires: [
      { tensors: { mask: [1, 64, 64] }, values: { mask: () => 0 } },
      { tensors: { image: [1, 48, 96, 3], mask: [1, 64, 64] }, values: { mask: () => 0 } },
      { tensors: { image: [2, 48, 96, 3], mask: [2, 64, 64] }, values: { mask: () => 0 } },
    ],
    nearMisses: [
      { tensors: { image: [1, 64, 64, 3], mask: [1, 64, 64] }, values: { mask: () => 0 } },
      { tensors: { mask: [1, 64, 64] }, values: { mask: i => (i === 0 ? 1 : 0) } },
      { tensors: { mask: [1, 48, 96] }, values: { mask: () => 0 } },
      { tensors: { mask: [1, 64, 64] } },
      {
        format: 'image',
        fileName: 'photo.png',
        tensors: { image: [1, 48, 96, 3], mask: [1, 64, 64] },
        values: { mask: () => 0 },
      },
    ],
  },
  'mask/size-mismatch': {
    fires: [
      { tensors: { image: [1, 48, 64, 3], mask: [1, 24, 32] } },
      { tensors: { image: [1, 48, 64, 3], mask: [1, 64, 48] } },
      { tensors: { image: [1, 48, 96, 3], mask: [1, 64, 64] }, values: { mask: unit } },
      { tensors: { image_1: [1, 8, 8, 3], image_2: [1, 9, 9, 3], mask_2: [1, 8, 8] } },
    ],
    nearMisses: [
      { tensors: { image: [1, 48, 64, 3], mask: [1, 48, 64] } },
      { tensors: { image: [1, 3, 48, 64], mask: [1, 48, 64] } },
      { tensors: { image: [48, 64, 3], mask: [48, 64] } },
      { tensors: { image: [1, 48, 64, 3], mask: [1, 1, 48, 64] } },
      { tensors: { image: [1, 48, 64, 3], noise_mask: [1, 6, 8], samples: [1, 4, 6, 8] } },
      { tensors: { image_1: [1, 8, 8, 3], image_2: [1, 9, 9, 3], mask_2: [1, 9, 9] } },
      { tensors: { image_a: [1, 8, 8, 3], image_b: [1, 9, 9, 3], mask: [1, 7, 7] } },
      { tensors: { samples: [1, 4, 6, 8], mask: [1, 48, 64] } },
    ],
  },
  'mask/batch-mismatch': {
    fires: [
      { tensors: { image: [2, 48, 64, 3], mask: [3, 48, 64] } },
      { tensors: { image: [1, 48, 64, 3], mask: [2, 48, 64] } },
    ],
    nearMisses: [
      { tensors: { image: [2, 48, 64, 3], mask: [1, 48, 64] } },
      { tensors: { image: [2, 48, 64, 3], mask: [2, 48, 64] } },
      { tensors: { image: [2, 48, 64, 3], mask: [48, 64] } },
    ],
  },
  'mask/empty': {
    fires: [{ tensors: { mask: [0, 48, 64] } }, { tensors: { mask: [1, 48, 0] } }],
    nearMisses: [{ tensors: { mask: [1, 1, 1] } }],
  },
  'latent/batch-missing': {
    fires: [
      { tensors: { samples: [4, 64, 64] } },
      { tensors: { samples: [16, 64, 96] } },
      { tensors: { latent: [4, 6, 8] } },
      { tensors: { samples: [128, 32, 48] } },
    ],
    nearMisses: [
      { tensors: { samples: [1, 64, 215] } },
      { tensors: { samples: [2, 64, 2048] } },
      { tensors: { samples: [4, 64, 1024] } },
      { tensors: { samples: [3, 128, 300] } },
      { tensors: { samples: [1, 8192, 16] } },
      { tensors: { samples: [1, 4, 6, 8] } },
    ],
  },
  'latent/channel-last': {
    fires: [
      { tensors: { samples: [2, 6, 8, 4] } },
      { tensors: { samples: [1, 64, 64, 4] } },
      { tensors: { samples: [1, 100, 60, 16] } },
      { tensors: { latent: [1, 5, 60, 104, 16] } },
      npy('latent_channel_last.npy', [1, 6, 8, 4]),
      { tensors: { samples: [1, 48, 64, 4] } },
      { tensors: { samples: [2, 9, 7, 16] } },
      { tensors: { samples: [1, 100, 100, 128] } },
    ],
    nearMisses: [
      { tensors: { samples: [1, 4, 64, 64] } },
      { tensors: { samples: [1, 16, 20, 4] } },
      { tensors: { samples: [1, 64, 20, 16] } },
      { tensors: { samples: [1, 16, 4, 4] } },
      { tensors: { samples: [1, 16, 3, 60, 48] } },
      { tensors: { image: [1, 60, 104, 4] } },
    ],
  },
  'latent/rank': {
    fires: [{ tensors: { samples: [4, 64] } }, { tensors: { latent: [1, 1, 16, 3, 8, 8] } }],
    nearMisses: [
      { tensors: { samples: [44100] } },
      { tensors: { samples: ['I16', 44100, 2] } },
      { tensors: { num_samples: ['I64', 1] } },
      { tensors: { latents_mean: [16] } },
    ],
  },
  'latent/channel-count': {
    fires: [
      { tensors: { samples: [1, 5, 50, 70] } },
      { tensors: { samples: [1, 5, 64, 64] } },
      { tensors: { samples: [2, 5, 6, 8] } },
      { tensors: { samples: [7, 48, 48] } },
      { tensors: { latent: [1, 320, 50, 70] } },
      { tensors: { samples: [1, 7, 9, 50, 70] } },
    ],
    nearMisses: [
      { tensors: { samples: [1, 4, 50, 70] } },
      { tensors: { samples: [1, 48, 9, 50, 70] } },
      { tensors: { samples: [2, 6, 8, 4] } },
      { tensors: { 'perceiver.latents': [1, 16, 1280] } },
      { tensors: { 'image_proj.latents': [1, 16, 1280], 'image_proj.norm.weight': [8] } },
    ],
  },
  'latent/key-missing': {
    fires: [
      { tensors: { latent: [1, 4, 6, 8], noise_mask: [1, 1, 48, 64] } },
      { tensors: { noise_mask: [1, 48, 64], batch_index: ['I64', 1] } },
      { tensors: { 'out.latents': [1, 4, 6, 8], 'out.batch_index': ['I64', 1] } },
    ],
    nearMisses: [
      { tensors: { samples: [1, 4, 6, 8], noise_mask: [1, 1, 48, 64] } },
      { tensors: { 'a.samples': [1, 4, 6, 8], 'a.noise_mask': [1, 1, 48, 64] } },
      { tensors: { latent: [1, 4, 6, 8] } },
      npy('noise_mask.npy', [1, 48, 64]),
    ],
  },
  'latent/not-finite': {
    fires: [
      { tensors: { samples: [1, 4, 4, 4] }, values: { samples: i => (i === 5 ? NaN : i) } },
      {
        ...latent({ latent_tensor: [1, 4, 4, 4], ...MARKER }),
        values: { latent_tensor: () => NaN },
      },
    ],
    nearMisses: [
      { tensors: { samples: [1, 4, 4, 4] }, values: { samples: () => 0 } },
      { tensors: { samples: [1, 4, 4, 4] }, values: { samples: cycle(-12, 3, 9) } },
    ],
  },
  'latent/noise-mask': {
    fires: [
      { tensors: { samples: [1, 4, 6, 8], noise_mask: [48, 64] } },
      { tensors: { samples: [2, 4, 6, 8], noise_mask: [3, 1, 48, 64] } },
      { tensors: { samples: [1, 4, 6, 8], noise_mask: [1, 1, 1, 1, 48, 64] } },
    ],
    nearMisses: [
      { tensors: { samples: [2, 4, 6, 8], noise_mask: [1, 1, 48, 64] } },
      { tensors: { samples: [2, 4, 6, 8], noise_mask: [2, 48, 64] } },
      { tensors: { samples: [1, 16, 5, 6, 8], noise_mask: [5, 48, 64] } },
      { tensors: { samples: [1, 128, 5, 6, 8], noise_mask: [1, 1, 5, 1, 1] } },
      { tensors: { samples: [2, 4, 6, 8], noise_mask: ['BOOL', 2, 1, 6, 8] } },
    ],
  },
  'latent/old-format': {
    fires: [latent({ latent_tensor: [1, 4, 6, 8] })],
    nearMisses: [
      latent({ latent_tensor: [1, 4, 6, 8], ...MARKER }),
      { tensors: { latent_tensor: [1, 4, 6, 8] } },
    ],
  },
  'latent/empty': {
    fires: [
      { tensors: { samples: [1, 4, 0, 8] } },
      latent({ latent_tensor: [0, 4, 6, 8], ...MARKER }),
    ],
    nearMisses: [latent({ latent_tensor: [1, 4, 6, 8], ...MARKER })],
  },
  'tensor/not-finite': {
    fires: [
      { tensors: { activations: [4, 4] }, values: { activations: i => (i === 3 ? NaN : i) } },
      { tensors: { 'a.weight': [4, 4] }, values: { 'a.weight': i => (i === 3 ? Infinity : i) } },
    ],
    nearMisses: [
      { tensors: { activations: [4, 4] }, values: { activations: i => i } },
      { tensors: { attn_mask: [4, 4] }, values: { attn_mask: cycle(0, -Infinity) } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: i => (i === 1 ? NaN : unit(i)) } },
    ],
  },
  'tensor/constant': {
    fires: [
      { tensors: { depth: [1, 4, 4] }, values: { depth: () => 0.5 } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: () => 0 } },
      { tensors: { flags: ['I32', 4] }, values: { flags: () => 7 } },
    ],
    nearMisses: [
      { tensors: { samples: [1, 4, 8, 8] }, values: { samples: () => 0 } },
      { tensors: { scalar: [] }, values: { scalar: () => 3.5 } },
      { tensors: { one: [1, 1] }, values: { one: () => 3.5 } },
      { tensors: { 'norm.weight': [64] }, values: { 'norm.weight': () => 1 } },
      { tensors: { depth: [4] }, values: { depth: i => (i === 0 ? NaN : 1) } },
      { tensors: { mask: [1, 64, 64] }, values: { mask: () => 0 } },
      { tensors: { image: [1, 8, 8, 3] }, values: { image: () => 255 } },
    ],
  },
};
