import type { HeaderRule, LintFile, LintTensor } from '../../rule';
import { isKind, subject, variableOf } from '../../subject';

/** Keys that only a LATENT dict has beside `samples`. */
const DICT_KEYS: ReadonlySet<string> = new Set(['noise_mask', 'batch_index']);

export const latentKeyMissing: HeaderRule = {
  id: 'latent/key-missing',
  severity: 'warning',
  title: 'LATENT dict lacks samples',
  description:
    'A file that is plainly a LATENT dict (it has noise_mask or batch_index) has no samples.',
  fix: 'rename',
  needs: 'headers',
  check(file) {
    return dictPrefixes(file).flatMap(prefix => {
      const members = file.tensors.filter(tensor => prefixOf(tensor) === prefix);
      if (members.some(tensor => keyOf(tensor) === 'samples')) return [];
      const marker = members.find(tensor => DICT_KEYS.has(keyOf(tensor)))!;
      return [draftFor(marker, likelySamples(members))];
    });
  },
};

/** The places in a file where a LATENT dict lies: the root, or a path before its keys. */
function dictPrefixes(file: LintFile): readonly string[] {
  const markers = file.tensors.filter(
    tensor => DICT_KEYS.has(keyOf(tensor)) && !file.checkpoint.has(tensor.header.name),
  );
  return [...new Set(markers.map(prefixOf))];
}

function draftFor(marker: LintTensor, samples: LintTensor | undefined) {
  const key = keyOf(marker);
  const named = samples ?? marker;
  const likely = samples ? `; ${subject(samples)} may be what it should be called by` : '';
  return {
    tensor: named.header.name,
    message: `The LATENT dict has ${key} but no "samples", which every node that takes a LATENT reads${likely}.`,
    found: `${key} without samples`,
    expected: '{"samples": [B,C,H,W], ...}',
    why: 'latent["samples"] raises KeyError in the next node.',
    ...(samples ? { torch: `latent = {"samples": ${variableOf(samples)}, "${key}": ${key}}` } : {}),
    ...(samples ? {} : { fix: null }),
  };
}

function likelySamples(members: readonly LintTensor[]): LintTensor | undefined {
  const others = members.filter(tensor => !DICT_KEYS.has(keyOf(tensor)));
  return (
    others.find(tensor => isKind(tensor, 'LATENT')) ?? (others.length === 1 ? others[0] : undefined)
  );
}

function keyOf(tensor: LintTensor): string {
  return tensor.header.name.split(/[./\\]/).at(-1) ?? '';
}

function prefixOf(tensor: LintTensor): string {
  return tensor.header.name.slice(0, tensor.header.name.length - keyOf(tensor).length);
}
