/** How VAE-space values (what a LATENT holds) become model-space values. */
type LatentProcess = 'scale' | 'meanStd' | 'identity' | 'framePairs';

/** One latent format of ComfyUI. */
export interface LatentFormat {
  /** The class name in ComfyUI. */
  readonly name: string;
  /** Channels of the LATENT as a file holds it. */
  readonly channels: number;
  /** 1: a sequence `[B,C,L]`; 2: a picture `[B,C,H,W]`; 3: a video `[B,C,T,H,W]`. */
  readonly dimensions: 1 | 2 | 3;
  readonly scale: number;
  readonly shift: number;
  readonly process: LatentProcess;
  /** Pixels per latent element along H and W. */
  readonly spatialRatio: number;
  /** Frames, or audio samples, per latent element along T or L. */
  readonly temporalRatio: number;
  /** File name (without ending) of the small decoder in `models/vae_approx`. */
  readonly taesd: string | null;
  /** Models that use it, for people. */
  readonly models: string;
}

type Row = readonly [
  name: string,
  channels: number,
  dimensions: 1 | 2 | 3,
  scale: number,
  shift: number,
  process: LatentProcess,
  spatialRatio: number,
  temporalRatio: number,
  taesd: string | null,
  models: string,
];

/**
 * Source: Comfy-Org/ComfyUI commit 783545f6 (0.33.0), comfy/latent_formats.py and
 * comfy/supported_models.py; within equal shapes the commonest comes first.
 */
const ROWS = [
  ['SD15', 4, 2, 0.18215, 0, 'scale', 8, 1, 'taesd_decoder', 'SD 1.x, SD 2.x, SVD'],
  ['SDXL', 4, 2, 0.13025, 0, 'scale', 8, 1, 'taesdxl_decoder', 'SDXL, AuraFlow, PixArt-Sigma'],
  ['SDXL_Playground_2_5', 4, 2, 0.5, 0, 'meanStd', 8, 1, 'taesdxl_decoder', 'Playground 2.5'],
  ['SD_X4', 4, 2, 0.08333, 0, 'scale', 8, 1, null, 'SD x4 Upscaler'],
  ['SC_B', 4, 2, 1 / 0.43, 0, 'scale', 4, 1, null, 'Stable Cascade stage B'],
  [
    'Flux',
    16,
    2,
    0.3611,
    0.1159,
    'scale',
    8,
    1,
    'taef1_decoder',
    'Flux.1, Z-Image, Chroma, HiDream',
  ],
  ['SD3', 16, 2, 1.5305, 0.0609, 'scale', 8, 1, 'taesd3_decoder', 'SD 3, SD 3.5'],
  ['SC_Prior', 16, 2, 1, 0, 'scale', 42, 1, null, 'Stable Cascade stage C'],
  ['TripoSplat', 16, 2, 1, 0, 'identity', 8, 1, null, 'TripoSplat'],
  ['Flux2', 128, 2, 1, 0, 'identity', 16, 1, 'taef2_decoder', 'Flux.2, Ideogram 4'],
  ['HunyuanImage21', 64, 2, 0.75289, 0, 'scale', 32, 1, null, 'HunyuanImage 2.1'],
  ['Trellis2', 32, 2, 1, 0, 'scale', 8, 1, null, 'Trellis 2'],
  ['Trellis2SLAT', 32, 2, 1, 0, 'meanStd', 8, 1, null, 'Trellis 2'],
  ['Trellis2ShapeSLAT', 32, 2, 1, 0, 'meanStd', 8, 1, null, 'Trellis 2'],
  ['Trellis2TexSLAT', 32, 2, 1, 0, 'meanStd', 8, 1, null, 'Trellis 2'],
  ['ACEAudio', 8, 2, 1, 0, 'scale', 8, 1, null, 'ACE-Step'],
  ['ChromaRadiance', 3, 2, 1, 0, 'identity', 1, 1, null, 'Chroma Radiance'],
  ['ZImagePixelSpace', 3, 2, 1, 0, 'identity', 1, 1, null, 'Z-Image pixel space'],
  ['HiDreamO1Pixel', 3, 2, 1, 0, 'identity', 1, 1, null, 'HiDream O1'],
  ['PixelDiTPixel', 3, 2, 1, 0, 'identity', 1, 1, null, 'PixelDiT'],
  ['Wan21', 16, 3, 1, 0, 'meanStd', 8, 4, 'lighttaew2_1', 'Wan 2.1, Wan 2.2 14B, Qwen-Image'],
  ['HunyuanVideo', 16, 3, 0.476986, 0, 'scale', 8, 4, 'taehv', 'HunyuanVideo, Kandinsky 5 video'],
  ['Cosmos1CV8x8x8', 16, 3, 1, 0, 'scale', 8, 8, null, 'Cosmos 1'],
  ['SeedVR2', 16, 3, 1, 0, 'scale', 8, 1, null, 'SeedVR2'],
  ['CogVideoX', 16, 3, 1.15258426, 0, 'scale', 8, 4, null, 'CogVideoX'],
  ['CogVideoX1_5', 16, 3, 0.7, 0, 'scale', 8, 4, null, 'CogVideoX 1.5'],
  ['Wan22', 48, 3, 1, 0, 'meanStd', 16, 4, 'lighttaew2_2', 'Wan 2.2 5B'],
  ['Mochi', 12, 3, 1, 0, 'meanStd', 8, 6, null, 'Mochi'],
  ['LTXV', 128, 3, 1, 0, 'scale', 32, 8, null, 'LTX-Video'],
  ['LTXAV', 128, 3, 1, 0, 'scale', 32, 8, null, 'LTX-2'],
  ['HunyuanVideo15', 32, 3, 1.03682, 0, 'scale', 16, 4, 'lighttaehy1_5', 'HunyuanVideo 1.5'],
  ['MiniMaxH3Video', 24, 3, 1, 0, 'scale', 16, 4, 'taeh3', 'MiniMax H3 video'],
  ['MiniMaxH3AV', 32, 3, 1, 0, 'scale', 16, 4, 'taeh3', 'MiniMax H3 audio and video'],
  [
    'HunyuanImage21Refiner',
    32,
    3,
    1.03682,
    0,
    'framePairs',
    8,
    1,
    null,
    'HunyuanImage 2.1 refiner',
  ],
  ['StableAudio1', 64, 1, 1, 0, 'scale', 1, 2048, null, 'Stable Audio 1'],
  ['StableAudio3', 256, 1, 1, 0, 'scale', 1, 4096, null, 'Stable Audio 3'],
  ['ACEAudio15', 64, 1, 1, 0, 'scale', 1, 1764, null, 'ACE-Step 1.5'],
  ['MiniMaxMusic3', 128, 1, 1, 0, 'scale', 1, 512, null, 'MiniMax Music 3'],
  ['Hunyuan3Dv2', 64, 1, 0.99909, 0, 'scale', 1, 1, null, 'Hunyuan3D 2'],
  ['Hunyuan3Dv2_1', 64, 1, 1.00395, 0, 'scale', 1, 1, null, 'Hunyuan3D 2.1'],
  ['Hunyuan3Dv2mini', 64, 1, 1.01881, 0, 'scale', 1, 1, null, 'Hunyuan3D 2 mini'],
] as const satisfies readonly Row[];

/** A ComfyUI latent format by its class name, such as `SD15`. */
export type LatentFormatName = (typeof ROWS)[number][0];

/** Every latent format that core ComfyUI knows, as its LATENT holds it (VAE space). */
export const LATENT_FORMATS: readonly (LatentFormat & { readonly name: LatentFormatName })[] =
  ROWS.map(
    ([name, channels, dimensions, scale, shift, process, spatial, temporal, taesd, models]) => ({
      name,
      channels,
      dimensions,
      scale,
      shift,
      process,
      spatialRatio: spatial,
      temporalRatio: temporal,
      taesd,
      models,
    }),
  );

/** A format by its name; undefined when there is none of that name. */
export function latentFormat(name: string): LatentFormat | undefined {
  return LATENT_FORMATS.find(format => format.name === name);
}

/** Channel counts that some latent format has, whatever its rank. */
export const LATENT_WIDTHS: ReadonlySet<number> = new Set(
  LATENT_FORMATS.map(format => format.channels),
);
