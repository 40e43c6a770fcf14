import { asObject, COMFY_METADATA, layerKey, parsed } from './comfyFormat';

/** Metadata of a file of which some weights are no longer quantised: what told of their codes is taken out. */
export function metadataWithout(
  metadata: ReadonlyMap<string, string>,
  weights: readonly string[],
): ReadonlyMap<string, string> {
  const result = new Map(metadata);
  withoutLayers(result, new Set(weights.map(layerKey)));
  // torchao's entry of a weight names its class: an ordinary tensor is called so.
  for (const name of weights)
    if ('_type' in asObject(parsed(metadata.get(name))))
      result.set(name, JSON.stringify({ _type: 'Tensor' }));
  return result;
}

function withoutLayers(result: Map<string, string>, gone: ReadonlySet<string>): void {
  const whole = asObject(parsed(result.get(COMFY_METADATA)));
  const layers = Object.entries(asObject(whole.layers));
  const left = layers.filter(([layer]) => !gone.has(layerKey(layer)));
  if (left.length === layers.length) return;
  if (left.length === 0) result.delete(COMFY_METADATA);
  else result.set(COMFY_METADATA, JSON.stringify({ ...whole, layers: Object.fromEntries(left) }));
}
