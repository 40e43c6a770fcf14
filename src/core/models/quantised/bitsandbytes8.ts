import { t } from '../../l10n';
import type { Tensor } from '../../tensor/tensor';
import type { QuantConvention } from './convention';
import { type RealValues, storedNumbers } from './readRange';
import { scaled } from './scaleGrid';
import { gridOver, matrixOf } from './shapes';

/** The reference multiplies by this float32 in place of dividing by 127. */
const PART_OF_127 = Math.fround(1 / 127);

/** bitsandbytes' int8 weights: W = q * SCB[row] / 127. Source: bitsandbytes, int8_vectorwise_dequant. */
export const bitsandbytes8: QuantConvention = {
  id: 'bitsandbytes-int8',
  markers: ['SCB', 'weight_format'],
  find(names) {
    const scales = names.before('SCB');
    return {
      weights: scales.flatMap(({ layer, index }) => {
        const weight = names.find(`${layer}weight`);
        if (weight === undefined || names.at(weight).dtype !== 'I8') return [];
        return [
          {
            title: 'INT8',
            weight,
            name: names.at(weight).name,
            parts: [index, ...names.findAll(`${layer}weight_format`)],
            real: tensors => realValues(tensors[weight]!, tensors[index]!),
          },
        ];
      }),
      missing: [
        ...scales.flatMap(({ layer, index }) =>
          names.has(`${layer}weight`)
            ? []
            : [
                {
                  tensor: index,
                  message: t`The scale "${names.at(index).name}" is for "${layer}weight", which is not in the file`,
                },
              ],
        ),
        ...names.before('weight_format').flatMap(({ layer }) => {
          const weight = names.find(`${layer}weight`);
          if (weight === undefined || names.at(weight).dtype !== 'I8' || names.has(`${layer}SCB`))
            return [];
          return [
            {
              tensor: weight,
              message: t`The INT8 weight "${names.at(weight).name}" has no "${layer}SCB": its codes cannot be read`,
            },
          ];
        }),
      ],
    };
  },
};

function realValues(weight: Tensor, scale: Tensor): RealValues {
  const { grid, block } = gridOver(weight, scale);
  const products = scaled(storedNumbers(weight), matrixOf(weight).columns, grid, block);
  return {
    shape: weight.shape,
    read: async (first, count, signal) =>
      Float32Array.from(await products(first, count, signal), value => value * PART_OF_127),
  };
}
