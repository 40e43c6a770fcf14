import type { LatentFormatName } from './latentFormats';
import table from './latentRgbFactors.json';

/** What turns a model-space latent into a small RGB picture, as ComfyUI's previewer does. */
export interface LatentRgb {
  /** One row per latent channel: its share in R, G and B; the result runs from -1 to 1. */
  readonly factors: readonly (readonly number[])[];
  /** Added to R, G and B; null where the format has none. */
  readonly bias: readonly number[] | null;
  /** True for Flux2: 128 channels are first unshuffled to 32 at twice the height and width. */
  readonly reshape: boolean;
  /** Per channel, for formats whose process is `meanStd`. */
  readonly mean: readonly number[] | null;
  readonly std: readonly number[] | null;
}

const ROWS: ReadonlyMap<string, LatentRgb> = new Map(Object.entries(table.formats));

/**
 * The RGB factors of a format; undefined where ComfyUI has none (audio, 3-D).
 * Source: `latentRgbFactors.json`, from ComfyUI commit 783545f6, comfy/latent_formats.py.
 */
export function latentRgb(name: LatentFormatName): LatentRgb | undefined {
  return ROWS.get(name);
}
