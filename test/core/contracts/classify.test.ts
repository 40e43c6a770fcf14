import { describe, expect, test } from 'vitest';
import { checkpointNames } from '../../../src/core/contracts/checkpoint';
import type { Classification } from '../../../src/core/contracts/classification';
import { classify } from '../../../src/core/contracts/classify';
import type { Kind } from '../../../src/core/contracts/index';
import { headersOf, inputOf, rulesOf, type TestFile } from '../lint/support';

function kindsOf(file: TestFile): (Kind | null)[] {
  return inputOf(file).classifications.map(item => item.kind);
}

function only(file: TestFile): Classification {
  return inputOf(file).classifications[0]!;
}

const npy = (fileName: string, shape: TestFile['tensors'][string]): TestFile => ({
  fileName,
  format: 'npy',
  tensors: { '': shape },
});

describe('names', () => {
  test.each([
    ['image', [1, 8, 8, 3], 'IMAGE'],
    ['images', [1, 8, 8, 3], 'IMAGE'],
    ['input_image', [1, 8, 8, 3], 'IMAGE'],
    ['IMAGE_0001', [1, 8, 8, 3], 'IMAGE'],
    ['outputImage', [1, 8, 8, 3], 'IMAGE'],
    ['results.0.image', [1, 8, 8, 3], 'IMAGE'],
    ['image.0', [1, 8, 8, 3], 'IMAGE'],
    ['masked_image', [1, 8, 8, 3], 'IMAGE'],
    ['frames', [16, 8, 8, 3], 'IMAGE'],
    ['image_hdr', [1, 8, 8, 3], 'IMAGE'],
    ['mask', [1, 8, 8], 'MASK'],
    ['masks', ['BOOL', 1, 8, 8], 'MASK'],
    ['image_mask', [1, 8, 8], 'MASK'],
    ['subject-mask', [1, 8, 8], 'MASK'],
    ['samples', [1, 4, 8, 8], 'LATENT'],
    ['latents.0.samples', [1, 4, 8, 8], 'LATENT'],
    ['latent_image', [1, 4, 8, 8], 'LATENT'],
    ['image_latents', [1, 16, 8, 8], 'LATENT'],
    ['noise_mask', [1, 1, 64, 64], 'LATENT'],
  ] as const)('%s %j is held to %s', (name, shape, kind) => {
    expect(kindsOf({ tensors: { [name]: shape } })).toEqual([kind]);
  });

  test.each([
    ['image_embeds', [1, 257, 1280]],
    ['image_newline', [4096]],
    ['image_grid_thw', ['I64', 1, 3]],
    ['image_rotary_emb', [4096, 128]],
    ['image_prompt_embeds', [1, 4, 2048]],
    ['attention_mask', [1, 1, 77, 77]],
    ['attn_mask', [1, 77, 77]],
    ['key_padding_mask', ['BOOL', 2, 77]],
    ['causal_mask', [77, 77]],
    ['mask_token', [1, 1, 768]],
    ['mask_logits', [1, 3, 64, 64]],
    ['num_samples', ['I64', 1]],
    ['latents_mean', [1, 16, 1, 1, 1]],
    ['latent_dim', ['I64', 1]],
    ['depth', [1, 64, 64, 3]],
    ['depth_image', [1, 64, 64]],
    ['waveform', [1, 2, 44100]],
    ['sigmas', [21]],
    ['video', [1, 16, 64, 64, 3]],
    ['image', ['<U8', 3]],
    ['samples', ['I16', 44100, 2]],
  ] as const)('%s %j has no kind', (name, shape) => {
    expect(kindsOf({ tensors: { [name]: shape, other: [2, 2] } })[0]).toBeNull();
    expect(rulesOf({ tensors: { [name]: shape, other: [2, 2] } })).toEqual([]);
  });

  test('the evidence is told in words', () => {
    const found = only({ tensors: { samples: [2, 4, 6, 8] } });
    expect(found.evidence).toEqual(['name', 'shape']);
    expect(found.because).toBe('name `samples`, rank 4, 4 channels in dim 1');
  });

  test('a name alone is evidence where the shape breaks the contract', () => {
    expect(only({ tensors: { image: [1, 3, 48, 64] } }).evidence).toEqual(['name']);
  });
});

describe('files that name their one tensor', () => {
  test.each([
    ['mask.npy', [1, 8, 8], 'MASK'],
    ['my_mask_0001.npy', [8, 8], 'MASK'],
    ['image_channel_first.npy', [1, 3, 48, 64], 'IMAGE'],
    ['latent.v2.npy', [1, 4, 8, 8], 'LATENT'],
    ['image_features.npy', [1, 8, 8, 1024], null],
    ['dump.npy', [8, 8], null],
    ['dump.npy', [1, 48, 64, 3], 'IMAGE'],
    ['dump.npy', [2, 4, 64, 64], 'LATENT'],
    ['dump.npy', [1, 7, 64, 3], null],
    ['dump.npy', [1, 4, 7, 64], null],
    ['dump.npy', [320, 4, 8, 8], null],
    ['dump.npy', [48, 64, 3], null],
    ['dump.npy', ['I64', 1, 48, 64, 3], null],
    ['dump.npy', ['U8', 1, 48, 64, 3], 'IMAGE'],
    ['dump.npy', ['U8', 50_000, 32, 32, 3], null],
    ['dump.npy', [2, 3, 4], null],
  ] as const)('%s %j is held to %s', (fileName, shape, kind) => {
    expect(kindsOf(npy(fileName, shape))).toEqual([kind]);
  });

  test('of several nameless tensors the file names those that fit', () => {
    const tensors = { arr_0: [1, 48, 64, 3], arr_1: [1, 48, 64], arr_2: [2] } as const;
    const file = { fileName: 'image.npz', format: 'npz', tensors } as const;
    expect(kindsOf(file)).toEqual(['IMAGE', null, null]);
    expect(rulesOf(file)).toEqual([]);
  });

  test('a named tensor is not named by its file', () => {
    expect(kindsOf({ fileName: 'mask.safetensors', tensors: { depth: [8, 8] } })).toEqual([null]);
  });

  test('shape alone speaks only where the tensor is alone', () => {
    expect(kindsOf({ tensors: { a: [1, 48, 64, 3] } })).toEqual(['IMAGE']);
    expect(kindsOf({ tensors: { a: [1, 48, 64, 3], b: [2] } })).toEqual([null, null]);
  });

  test('two readings of one shape are told, not guessed', () => {
    const found = only(npy('dump.npy', [1, 3, 48, 64]));
    expect(found.kind).toBeNull();
    expect(found.ambiguity).toMatch(/both fit/);
    expect(only({ tensors: { image: [1, 3, 3, 3] } }).ambiguity).toBe(
      '[1, 3, 3, 3]: channel order cannot be told',
    );
  });
});

describe('strength of evidence', () => {
  const tensors = { image: [1, 48, 64, 3], x: [1, 48, 64] } as const;

  test('the user is above the name', () => {
    const choices = [
      { tensor: 'image', kind: 'LATENT' },
      { tensor: 'x', kind: 'MASK' },
    ] as const;
    expect(kindsOf({ tensors, choices })).toEqual(['LATENT', 'MASK']);
    expect(only({ tensors, choices }).evidence[0]).toBe('user');
  });

  test('the user can take a tensor out of every contract', () => {
    const file = { tensors: { image: [1, 3, 48, 64] }, choices: [{ tensor: 'image', kind: null }] };
    expect(kindsOf(file)).toEqual([null]);
    expect(rulesOf(file)).toEqual([]);
  });

  test('the first of several choices counts', () => {
    const choices = [
      { tensor: 'x', kind: 'MASK' },
      { tensor: 'x', kind: 'IMAGE' },
    ] as const;
    expect(kindsOf({ tensors, choices })[1]).toBe('MASK');
  });

  test('a .latent file says LATENT, its marker is none', () => {
    const file = {
      fileName: 'ComfyUI_00001_.latent',
      tensors: { latent_tensor: [2, 4, 6, 8], latent_format_version_0: [0] },
    };
    expect(kindsOf(file)).toEqual(['LATENT', null]);
    expect(only(file).evidence).toEqual(['format', 'name', 'shape']);
  });

  test('a decoded picture is IMAGE and MASK by its format', () => {
    const found = inputOf({
      fileName: 'a.png',
      format: 'image',
      tensors: { image: [1, 48, 64, 3], mask: [1, 64, 64] },
    }).classifications;
    expect(found.map(item => [item.kind, item.evidence[0]])).toEqual([
      ['IMAGE', 'format'],
      ['MASK', 'format'],
    ]);
  });

  test('the parts of a LATENT dict carry their role', () => {
    const roles = inputOf({
      tensors: { samples: [1, 4, 6, 8], noise_mask: [1, 1, 48, 64] },
    }).classifications.map(item => item.role);
    expect(roles).toEqual(['samples', 'noise_mask']);
  });
});

describe('models open without a kind and without a finding', () => {
  const MODELS: Readonly<Record<string, TestFile['tensors']>> = {
    'a language model': {
      'model.embed_tokens.weight': ['BF16', 32000, 4096],
      'model.layers.0.self_attn.q_proj.weight': ['BF16', 4096, 4096],
      'model.layers.0.input_layernorm.weight': ['BF16', 4096],
      'lm_head.weight': ['BF16', 32000, 4096],
    },
    'a LoRA': {
      'lora_unet_down_blocks_0_attn.lora_down.weight': ['F16', 4, 320, 1, 1],
      'lora_unet_down_blocks_0_attn.lora_up.weight': ['F16', 320, 4, 1, 1],
      'lora_unet_down_blocks_0_attn.alpha': ['F16'],
      'lora_unet_mask_image.alpha': ['F16'],
    } as unknown as TestFile['tensors'],
    'a VAE': {
      'decoder.conv_in.weight': [512, 4, 3, 3],
      'decoder.conv_in.bias': [512],
      'encoder.conv_out.weight': [8, 512, 3, 3],
      'quant_conv.weight': [8, 8, 1, 1],
    },
    'a TAESD decoder': {
      '1.weight': [64, 4, 3, 3],
      '1.bias': [64],
      '3.conv.0.weight': [64, 64, 3, 3],
      '19.weight': [3, 64, 3, 3],
    },
    'an optimizer state': {
      'state.0.exp_avg': [64, 4, 32, 32],
      'state.0.exp_avg_sq': [64, 4, 32, 32],
      'state.0.step': [1],
    },
    'textual inversion': { emb_params: [8, 768] },
    'SDXL embeddings': { clip_g: [8, 1280], clip_l: [8, 768] },
    'a vision-language model': {
      image_newline: [4096],
      'vision_tower.patch_embed.weight': [768, 3, 14, 14],
      'vision_tower.patch_embed.bias': [768],
      'vision_tower.mask_token': [1, 1, 768],
    },
    'an IP-Adapter': {
      'image_proj.latents': [1, 16, 1280],
      'image_proj.proj_in.weight': [1280, 1664],
      'ip_adapter.1.to_k_ip.weight': [640, 2048],
    },
    'a resampler at top level': {
      latents: [1, 16, 1280],
      'layers.0.weight': [1280, 1280],
      'norm_out.bias': [2048],
    },
    'bare parameters': { weight: [64, 3, 48, 64], bias: [64] },
    'a causal model with buffers': {
      'h.0.attn.bias': [1, 1, 1024, 1024],
      'h.0.attn.mask': [1, 1, 1024, 1024],
      'h.0.mlp.c_fc.weight': [768, 3072],
    },
  };

  test.each(Object.entries(MODELS))('%s', (_, tensors) => {
    expect(kindsOf({ tensors }).filter(kind => kind !== null)).toEqual([]);
    const values = Object.fromEntries(Object.keys(tensors).map(name => [name, () => 1]));
    const small = Object.fromEntries(
      headersOf({ tensors }).map(({ name, dtype, shape }) => [
        name,
        [dtype, ...shape.map(size => Math.min(size, 3))] as unknown as [string, ...number[]],
      ]),
    );
    expect(rulesOf({ tensors })).toEqual([]);
    expect(rulesOf({ tensors: small, values })).toEqual([]);
  });

  test('a dump that holds one weight beside its pictures keeps their kinds', () => {
    const names = ['image', 'mask', 'conv.weight'];
    const headers = names.map(name => ({ name, dtype: 'F32', shape: [1], byteLength: 4 }));
    expect(names.filter(checkpointNames(headers))).toEqual(['conv.weight']);
  });
});

test('a file without tensors has no classifications', () => {
  const context = { format: 'npz', fileName: 'a.npz', metadata: new Map(), choices: [] } as const;
  expect(classify([], context)).toEqual([]);
});

test('a tensor that you hold to no contract is not made a MASK by the IMAGE beside it', () => {
  const header = (name: string, shape: readonly number[]) =>
    ({ name, dtype: 'F32', shape, byteLength: 4 * 64 }) as const;
  const tensors = [header('image', [1, 8, 8, 3]), header('alpha', [1, 8, 8])];
  const kinds = (choices: readonly { tensor: string; kind: Kind | null }[]) =>
    classify(tensors, {
      format: 'safetensors',
      fileName: 'x.safetensors',
      metadata: new Map(),
      choices,
    }).map(({ kind }) => kind);
  expect(kinds([])).toEqual(['IMAGE', 'MASK']);
  expect(kinds([{ tensor: 'alpha', kind: null }])).toEqual(['IMAGE', null]);
  // Of two choices for one tensor the first counts.
  const both = [
    { tensor: 'alpha', kind: 'IMAGE' as const },
    { tensor: 'alpha', kind: null },
  ];
  expect(kinds(both)).toEqual(['IMAGE', 'IMAGE']);
});
