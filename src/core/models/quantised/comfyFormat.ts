import type { StoredNames } from './storedNames';

/** Where ComfyUI keeps what a layer's codes are: a tensor of JSON beside them, or the file's metadata. */
export const COMFY_STATE = 'comfy_quant';
export const COMFY_METADATA = '_quantization_metadata';
/** What a loader takes off the names of a diffusion model before it looks into the metadata. */
const MODEL_PREFIX = /^(?:model\.)?diffusion_model\./;

/** What ComfyUI is told of a layer. */
export interface ComfyFormat {
  /** `nvfp4`, as the metadata says; undefined where only the state or nothing tells. */
  readonly format?: string;
  /** Index of the tensor of JSON. */
  readonly state?: number;
}

/** What the file tells ComfyUI of a layer; undefined where it tells nothing. */
export function comfyFormat(names: StoredNames, layer: string): ComfyFormat | undefined {
  const state = names.find(layer + COMFY_STATE);
  if (state !== undefined) return { state };
  const format = layersOf(names).get(layerKey(layer));
  return format === undefined ? undefined : { format };
}

/** A layer as the metadata names it, from its own name there or from that of its weight. */
export function layerKey(name: string): string {
  return name.replace(MODEL_PREFIX, '').replace(/(?:^|\.)weight$|\.$/, '');
}

const KNOWN = new WeakMap<StoredNames, ReadonlyMap<string, string>>();

/** The formats that the metadata gives, by layer without the model's prefix. */
export function layersOf(names: StoredNames): ReadonlyMap<string, string> {
  let layers = KNOWN.get(names);
  if (!layers) {
    layers = parsedLayers(names.metadata.get(COMFY_METADATA));
    KNOWN.set(names, layers);
  }
  return layers;
}

function parsedLayers(text: string | undefined): ReadonlyMap<string, string> {
  const formats = new Map<string, string>();
  const layers = asObject(parsed(text)).layers;
  for (const [layer, entry] of Object.entries(asObject(layers))) {
    const { format } = asObject(entry);
    if (typeof format === 'string') formats.set(layerKey(layer), format);
  }
  return formats;
}

/** JSON of a file, undefined for what is none. */
export function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The members of an object, none for anything else. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The format that a layer's state or the metadata names. */
export function formatName(found: ComfyFormat | undefined, state: unknown): string | undefined {
  const { format } = asObject(state);
  return typeof format === 'string' ? format : found?.format;
}
