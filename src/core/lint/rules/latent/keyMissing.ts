import { latentContract } from '../../../contracts/latent';
import { t, verbatim } from '../../../l10n';
import type { HeaderRule, LintTensor } from '../../rule';
import { dictOf, groupBy, isKind, keyOf, subject, variableOf } from '../../subject';

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
    // The letters first: of ten thousand weights no key has to be cut out.
    if (!file.headers.some(({ name }) => endsInMarker(name))) return [];
    const markers = file.tensors.filter(
      tensor => DICT_KEYS.has(keyOf(tensor)) && !file.isCheckpointName(tensor.header.name),
    );
    if (markers.length === 0) return [];
    const members = groupBy(file.tensors, dictOf);
    return [...groupBy(markers, dictOf)].flatMap(([dict, [marker]]) => {
      const dictMembers = members.get(dict)!;
      if (dictMembers.some(tensor => keyOf(tensor) === 'samples')) return [];
      return [draftFor(marker!, likelySamples(dictMembers))];
    });
  },
};

function endsInMarker(name: string): boolean {
  return name.endsWith('noise_mask') || name.endsWith('batch_index');
}

function draftFor(marker: LintTensor, samples: LintTensor | undefined) {
  const key = keyOf(marker);
  const named = samples ?? marker;
  return {
    tensor: named.header.name,
    message: samples
      ? t`The LATENT dict has ${key} but no "samples", which every node that takes a LATENT reads; ${subject(samples)} may be what it should be called by.`
      : t`The LATENT dict has ${key} but no "samples", which every node that takes a LATENT reads.`,
    found: t`${key} without samples`,
    expected: verbatim('{"samples": [B,C,H,W], ...}'),
    why: t('latent["samples"] raises KeyError in the next node.'),
    ...(samples ? { torch: `latent = {"samples": ${variableOf(samples)}, "${key}": ${key}}` } : {}),
    ...(samples ? {} : { fix: null }),
  };
}

function likelySamples(members: readonly LintTensor[]): LintTensor | undefined {
  const others = members.filter(tensor => !DICT_KEYS.has(keyOf(tensor)));
  return (
    others.find(tensor => isKind(tensor, latentContract.kind)) ??
    (others.length === 1 ? others[0] : undefined)
  );
}
