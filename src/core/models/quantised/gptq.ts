import { t } from '../../l10n';
import { elementCount } from '../../tensor/slice';
import type { Tensor } from '../../tensor/tensor';
import type { FoundWeight, QuantConvention } from './convention';
import { groupedValues, packedAcross, packedDown, plainRows } from './packedWords';
import { missingWordParts, type WordLayer, wordLayers, wordParts } from './qweights';
import { type RealValues, storedNumbers } from './readRange';
import { refuseCodes } from './shapes';
import type { StoredNames } from './storedNames';

/** Widths whose codes never lie across two words. */
const WIDTHS: ReadonlySet<number> = new Set([2, 4, 8]);
const WORD_BITS = 32;

/**
 * GPTQ: codes of several rows in one word, `qweight` `[K*bits/32, N]`; W[n][k] = scale * (q - (zero + 1)),
 * without the 1 in a file that calls itself gptq_v2. Source: AutoGPTQ's and GPTQModel's unpacking.
 */
export const gptq: QuantConvention = {
  id: 'gptq',
  markers: ['qweight', 'qzeros', 'g_idx', 'scales'],
  find: names => ({
    weights: wordLayers(names).flatMap(layer => weightOf(names, layer) ?? []),
    missing: missingWordParts(names),
  }),
};

function weightOf(names: StoredNames, layer: WordLayer): FoundWeight | undefined {
  const [down, columns] = names.at(layer.qweight).shape as [number, number];
  const [rowsOfScales, width] = names.at(layer.scales).shape as [number, number];
  if (columns !== width || rowsOfScales === 0 || columns === 0) return undefined;
  const zeros = layer.qzeros === undefined ? undefined : names.at(layer.qzeros);
  const groups = layer.groups === undefined ? undefined : names.at(layer.groups);
  const bits = groups
    ? (down * WORD_BITS) / elementCount(groups.shape)
    : ((zeros?.shape[1] ?? 0) * WORD_BITS) / columns;
  const isNewer = [...names.metadata.values()].some(text => text.includes('gptq_v2'));
  return {
    title: bits > 0 && bits <= 8 && Number.isInteger(bits) ? `GPTQ INT${bits}` : 'GPTQ',
    weight: layer.qweight,
    name: `${layer.layer}weight`,
    parts: wordParts(names, layer),
    real: tensors => realValues(tensors, layer, bits, isNewer ? 0 : 1),
  };
}

function realValues(
  tensors: readonly Tensor[],
  { qweight, scales, qzeros, groups }: WordLayer,
  bits: number,
  zeroStep: number,
): RealValues {
  const weight = tensors[qweight]!;
  const scale = tensors[scales]!;
  const [rows, columns] = [(weight.shape[0]! * WORD_BITS) / bits, weight.shape[1]!];
  const groupCount = scale.shape[0]!;
  if (qzeros === undefined)
    return refuseCodes(
      weight,
      t`"${weight.name}" has no qzeros: where its codes have their zero is not known`,
    );
  if (!WIDTHS.has(bits))
    return refuseCodes(
      weight,
      t`"${weight.name}" has codes of ${bits} bits, which are not read here`,
    );
  const zeros = tensors[qzeros]!;
  const [down, across] = zeros.shape;
  if (down !== groupCount || across !== Math.ceil((columns * bits) / WORD_BITS))
    return refuseCodes(
      weight,
      t`"${zeros.name}" has shape [${zeros.shape.join(',')}], which fits no weight of ${columns} columns in ${groupCount} groups`,
    );
  const coded = packedAcross(zeros, bits);
  return {
    shape: [columns, rows],
    transposed: true,
    read: groupedValues({
      columns,
      codes: packedDown(weight, bits),
      zeros: async (row, from, to, signal) =>
        Float32Array.from(await coded(row, from, to, signal), zero => zero + zeroStep),
      scales: plainRows(storedNumbers(scale), columns),
      groups: groupsOf(
        groups === undefined ? undefined : tensors[groups],
        weight,
        rows,
        groupCount,
      ),
    }),
  };
}

/** Each row's group: as the file has them, or one after the other. */
function groupsOf(given: Tensor | undefined, weight: Tensor, rows: number, count: number) {
  const size = Math.ceil(rows / count);
  if (!given)
    return async (row: number, wanted: number) =>
      Float64Array.from({ length: wanted }, (_, i) => Math.floor((row + i) / size));
  const read = storedNumbers(given);
  return async (row: number, wanted: number, signal?: AbortSignal) => {
    const found = await read(row, wanted, signal);
    const wrong = found.find(group => group < 0 || group >= count);
    return wrong === undefined
      ? found
      : refuseCodes(
          weight,
          t`"${given.name}" names group ${wrong}, but there are scales for ${count}`,
        );
  };
}
