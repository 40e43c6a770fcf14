import { t } from '../../l10n';
import type { Tensor } from '../../tensor/tensor';
import type { FoundWeight, QuantConvention } from './convention';
import { groupedValues, packedAcross, plainRows } from './packedWords';
import { type WordLayer, wordLayers, wordParts } from './qweights';
import { type RealValues, storedNumbers } from './readRange';
import { refuseCodes } from './shapes';
import type { StoredNames } from './storedNames';

const BITS = 4;
const EACH = 8;
/** Which nibble of its word each of eight columns is in. Source: AutoAWQ, its packing order 0 2 4 6 1 3 5 7. */
const NIBBLE_OF = [0, 4, 1, 5, 2, 6, 3, 7] as const;

/** AWQ: codes of eight columns in one word, `qweight` `[K, N/8]`; W[n][k] = scale * (q - zero). */
export const awq: QuantConvention = {
  id: 'awq',
  markers: ['qweight', 'qzeros', 'scales'],
  find: names => ({
    weights: wordLayers(names).flatMap(layer => weightOf(names, layer) ?? []),
    // What is missing in such layers is told by gptq, which has the same names.
    missing: [],
  }),
};

function weightOf(names: StoredNames, layer: WordLayer): FoundWeight | undefined {
  const [rows, across] = names.at(layer.qweight).shape as [number, number];
  const [groups, columns] = names.at(layer.scales).shape as [number, number];
  if (across * EACH !== columns || groups === 0 || rows % groups !== 0) return undefined;
  return {
    title: `AWQ INT${BITS}`,
    weight: layer.qweight,
    name: `${layer.layer}weight`,
    parts: wordParts(names, layer),
    real: tensors => realValues(tensors, layer),
  };
}

function realValues(tensors: readonly Tensor[], layer: WordLayer): RealValues {
  const weight = tensors[layer.qweight]!;
  const scales = tensors[layer.scales]!;
  const zeros = layer.qzeros === undefined ? undefined : tensors[layer.qzeros];
  const [groupCount, columns] = scales.shape as [number, number];
  const rows = weight.shape[0]!;
  if (zeros?.shape[0] !== groupCount || zeros.shape[1] !== columns / EACH)
    return refuseCodes(
      weight,
      t`"${weight.name}" has no qzeros of its shape: where its codes have their zero is not known`,
    );
  const size = rows / groupCount;
  const placeOf = (column: number) => NIBBLE_OF[column]!;
  return {
    shape: [columns, rows],
    transposed: true,
    read: groupedValues({
      columns,
      codes: packedAcross(weight, BITS, placeOf),
      zeros: packedAcross(zeros, BITS, placeOf),
      scales: plainRows(storedNumbers(scales), columns),
      groups: async (row, count) =>
        Float64Array.from({ length: count }, (_, i) => Math.floor((row + i) / size)),
    }),
  };
}
