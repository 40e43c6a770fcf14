import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { latentCandidates } from '../../../src/core/contracts/latentCandidates';
import { LATENT_FORMATS, latentFormat } from '../../../src/core/contracts/latentFormats';
import { latentRgb } from '../../../src/core/contracts/latentRgb';
import { casePath } from '../../support/cases';

const NO_METADATA: ReadonlyMap<string, string> = new Map();

/** From comfyui-facts, section 4: "Shape alone is ambiguous". */
describe('candidates by shape', () => {
  test.each([
    [
      [1, 4, 64, 64],
      ['SD15', 'SDXL', 'SDXL_Playground_2_5', 'SD_X4', 'SC_B'],
    ],
    [
      [1, 16, 64, 64],
      ['Flux', 'SD3', 'SC_Prior', 'TripoSplat'],
    ],
    [
      [1, 16, 3, 64, 64],
      ['Wan21', 'HunyuanVideo', 'Cosmos1CV8x8x8', 'SeedVR2', 'CogVideoX', 'CogVideoX1_5'],
    ],
    [[1, 128, 64, 64], ['Flux2']],
    [
      [1, 128, 3, 8, 8],
      ['LTXV', 'LTXAV'],
    ],
    [[1, 128, 300], ['MiniMaxMusic3']],
    [[1, 256, 300], ['StableAudio3']],
    [[1, 48, 3, 8, 8], ['Wan22']],
    [
      [4, 64, 64],
      ['SD15', 'SDXL', 'SDXL_Playground_2_5', 'SD_X4', 'SC_B'],
    ],
    [
      [1, 64, 64, 4],
      ['SD15', 'SDXL', 'SDXL_Playground_2_5', 'SD_X4', 'SC_B'],
    ],
    [[1, 5, 64, 64], []],
    [[1, 4, 0, 64], []],
    [[4], []],
  ])('%j', (shape, names) => {
    expect(latentCandidates(shape, NO_METADATA)).toEqual(names);
  });
});

const prompt = (...nodes: object[]) =>
  new Map([
    ['prompt', JSON.stringify(Object.fromEntries(nodes.map((node, i) => [String(i), node])))],
  ]);

describe('candidates ordered by the prompt', () => {
  test.each([
    [
      { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
      'SDXL',
    ],
    [{ class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'v1-5-pruned.ckpt' } }, 'SD15'],
    [
      { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'x4-upscaler-ema.ckpt' } },
      'SD_X4',
    ],
  ])('%j', (node, first) => {
    const found = latentCandidates([1, 4, 64, 64], prompt(node));
    expect(found[0]).toBe(first);
    expect(found).toHaveLength(5);
  });

  test('names of another shape change nothing', () => {
    const metadata = prompt({
      class_type: 'UNETLoader',
      inputs: { unet_name: 'flux1-dev.safetensors' },
    });
    expect(latentCandidates([1, 4, 8, 8], metadata)).toEqual(
      latentCandidates([1, 4, 8, 8], NO_METADATA),
    );
    expect(latentCandidates([1, 16, 8, 8], metadata)[0]).toBe('Flux');
  });

  test.each([
    ['{not json'],
    ['null'],
    ['[]'],
    ['{"1": null, "2": {"inputs": 3}, "3": {"class_type": {}}}'],
    [`${'['.repeat(100_000)}`],
  ])('a prompt that is %.30s is no evidence', text => {
    const metadata = new Map([['prompt', text]]);
    expect(latentCandidates([1, 4, 8, 8], metadata)[0]).toBe('SD15');
  });
});

describe('the table', () => {
  test('agrees with the evaluated factors on channels, scale and shift', async () => {
    const text = await readFile(casePath('latent_rgb_factors.json'), 'utf8');
    const reference = JSON.parse(text) as {
      formats: Record<
        string,
        {
          latent_channels: number;
          latent_dimensions: number;
          scale_factor: number;
          shift_factor: number | null;
          taesd_decoder_name: string | null;
          spatial_downscale_ratio: number;
          temporal_downscale_ratio: number;
          latent_rgb_factors: number[][];
          latent_rgb_factors_bias: number[] | null;
          latents_mean: number[] | null;
        }
      >;
    };
    for (const [name, expected] of Object.entries(reference.formats)) {
      expect(latentFormat(name), name).toMatchObject({
        channels: expected.latent_channels,
        dimensions: expected.latent_dimensions,
        scale: expected.scale_factor,
        shift: expected.shift_factor ?? 0,
        spatialRatio: expected.spatial_downscale_ratio,
        temporalRatio: expected.temporal_downscale_ratio,
        taesd: expected.taesd_decoder_name,
      });
      const rgb = latentRgb(latentFormat(name)!.name as never)!;
      expect(rgb.factors).toEqual(expected.latent_rgb_factors);
      expect(rgb.bias).toEqual(expected.latent_rgb_factors_bias);
      expect(latentFormat(name)!.process === 'meanStd').toBe(expected.latents_mean !== null);
    }
  });

  test('names are unique', () => {
    expect(new Set(LATENT_FORMATS.map(format => format.name)).size).toBe(LATENT_FORMATS.length);
  });
});
