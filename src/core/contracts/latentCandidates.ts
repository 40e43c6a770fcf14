import { LATENT_FORMATS, type LatentFormat, type LatentFormatName } from './latentFormats';
import { readLatent } from './latentReading';
import { sizeOf } from './reading';

/** Longest `prompt` that is parsed; a longer one gives no ordering. */
const MAX_PROMPT_CHARS = 4 << 20;
const MAX_NODES = 20_000;

/** Ranks beyond `dimensions + 2` in which a format's LATENT also comes (comfyui-facts: section 3). */
const EXTRA_RANKS: Readonly<Partial<Record<LatentFormatName, readonly number[]>>> = {
  Trellis2: [5],
  TripoSplat: [3],
};

/** What names of nodes and model files say about the format; earlier rows win. */
const NAME_HINTS: readonly (readonly [RegExp, LatentFormatName])[] = [
  [/flux[ ._-]?2|ideogram|mageflow|klein/i, 'Flux2'],
  [/playground/i, 'SDXL_Playground_2_5'],
  [/x4.?upscal/i, 'SD_X4'],
  [/sd[ ._-]?3|stable.?diffusion.?3/i, 'SD3'],
  [/flux|z[ ._-]?image|chroma(?!.?radiance)|hidream|lumina|omnigen/i, 'Flux'],
  [/cascade.*(stage)?.?b\b|stage_b/i, 'SC_B'],
  [/cascade|stage_c/i, 'SC_Prior'],
  [
    /sdxl|xl[ ._-]?(base|refiner|turbo|lightning)|illustrious|pony|noob|animagine|xl\b|pixart.?sigma/i,
    'SDXL',
  ],
  [/wan[ ._-]?2[._-]?2.*5b|wan22image|ti2v.?5b/i, 'Wan22'],
  [/wan|qwen|anima\b|krea2/i, 'Wan21'],
  [/hunyuan.?video.?1?[._]?5|hunyuanvideo15/i, 'HunyuanVideo15'],
  [/hunyuan.?video|kandinsky/i, 'HunyuanVideo'],
  [/hunyuan.?image/i, 'HunyuanImage21'],
  [/cosmos/i, 'Cosmos1CV8x8x8'],
  [/cogvideo.*1[._]?5/i, 'CogVideoX1_5'],
  [/cogvideo/i, 'CogVideoX'],
  [/seedvr/i, 'SeedVR2'],
  [/mochi/i, 'Mochi'],
  [/ltxav|ltx.?2/i, 'LTXAV'],
  [/ltx/i, 'LTXV'],
  [/ace.?step.?1[._]?5/i, 'ACEAudio15'],
  [/ace.?step/i, 'ACEAudio'],
  [/stable.?audio.?3/i, 'StableAudio3'],
  [/stable.?audio/i, 'StableAudio1'],
  [/minimax.?music/i, 'MiniMaxMusic3'],
  [/hunyuan.?3d.*mini/i, 'Hunyuan3Dv2mini'],
  [/hunyuan.?3d.*2[._]1/i, 'Hunyuan3Dv2_1'],
  [/hunyuan.?3d/i, 'Hunyuan3Dv2'],
  [/trellis/i, 'Trellis2'],
  [/triposplat/i, 'TripoSplat'],
  [/radiance/i, 'ChromaRadiance'],
  [
    /v1[._-]?5|sd[ ._-]?1|sd[ ._-]?2|v2[._-]1|stable.?diffusion.?v?[12]|dreamshaper|deliberate|realistic.?vision/i,
    'SD15',
  ],
];

/**
 * The latent formats that a LATENT's shape allows, likeliest first: by channels and rank, then those
 * named by loaders and model files in the `prompt` metadata. Candidates, never a fact.
 */
export function latentCandidates(
  shape: readonly number[],
  metadata: ReadonlyMap<string, string>,
): LatentFormatName[] {
  const reading = readLatent(shape);
  const channels = sizeOf(reading, 'C');
  if (reading.fault === 'empty' || channels === undefined) return [];
  const rank = reading.fault === 'batch-missing' || reading.layout === 'HWC' ? 4 : shape.length;
  const allowed = LATENT_FORMATS.filter(
    format => format.channels === channels && allowsRank(format.name, format, rank),
  ).map(format => format.name);
  if (allowed.length < 2) return allowed;
  const named = formatsNamed(metadata.get('prompt'));
  return [...allowed.filter(name => named.has(name)), ...allowed.filter(name => !named.has(name))];
}

function allowsRank(name: LatentFormatName, format: LatentFormat, rank: number): boolean {
  return format.dimensions + 2 === rank || (EXTRA_RANKS[name]?.includes(rank) ?? false);
}

function formatsNamed(prompt: string | undefined): ReadonlySet<LatentFormatName> {
  const named = new Set<LatentFormatName>();
  for (const text of promptTexts(prompt)) {
    const hint = NAME_HINTS.find(([pattern]) => pattern.test(text));
    if (hint) named.add(hint[1]);
  }
  return named;
}

/** Node types and model file names of an API prompt: `{ "4": { "class_type", "inputs": {...} } }`. */
function promptTexts(prompt: string | undefined): string[] {
  if (!prompt || prompt.length > MAX_PROMPT_CHARS) return [];
  const texts: string[] = [];
  for (const node of valuesOf(parse(prompt)).slice(0, MAX_NODES)) {
    if (!isRecord(node)) continue;
    if (typeof node.class_type === 'string') texts.push(node.class_type);
    for (const value of valuesOf(node.inputs))
      if (typeof value === 'string' && MODEL_FILE.test(value.slice(-16)))
        texts.push(value.slice(-300));
  }
  return texts;
}

const MODEL_FILE = /\.(safetensors|sft|ckpt|pt|pth|bin|gguf)$/i;

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function valuesOf(value: unknown): unknown[] {
  return isRecord(value) ? Object.values(value) : [];
}
