import { t } from '../../l10n';
import type { FoundWeight, QuantConvention } from './convention';
import { refuseCodes } from './shapes';
import type { StoredNames } from './storedNames';

const PARTS = [
  'wscales',
  'wtscale',
  'wcscales',
  'wzeros',
  'smooth_factor',
  'smooth_factor_orig',
  'proj_down',
  'proj_up',
];

/**
 * Nunchaku's SVDQuant: 4-bit codes in the order of a GPU's matrix units beside a low-rank part. Named only:
 * no one matrix stands for what it does, as it quantises its input too. Source: nunchaku's packer.
 */
export const nunchaku: QuantConvention = {
  id: 'nunchaku',
  markers: ['wscales'],
  find(names) {
    const scales = names.before('wscales');
    return {
      weights: scales.flatMap(({ layer }) => weightOf(names, layer) ?? []),
      missing: [
        ...scales.flatMap(({ layer, index }) =>
          names.has(`${layer}qweight`)
            ? []
            : [
                {
                  tensor: index,
                  message: t`The scale "${names.at(index).name}" is for "${layer}qweight", which is not in the file`,
                },
              ],
        ),
        ...names.before('qweight').flatMap(({ layer, index }) => {
          const isOwn = names.at(index).dtype === 'I8' && names.has(`${layer}proj_down`);
          if (!isOwn || names.has(`${layer}wscales`)) return [];
          return [
            {
              tensor: index,
              message: t`The SVDQuant weight "${names.at(index).name}" has no "${layer}wscales": its codes cannot be read`,
            },
          ];
        }),
      ],
    };
  },
};

function weightOf(names: StoredNames, layer: string): FoundWeight | undefined {
  const weight = names.find(`${layer}qweight`);
  if (weight === undefined) return undefined;
  const isWords = names.at(weight).dtype === 'I32';
  return {
    title: isWords
      ? 'Nunchaku AWQ INT4'
      : `SVDQuant ${names.has(`${layer}wcscales`) ? 'NVFP4' : 'INT4'}`,
    weight,
    name: `${layer}weight`,
    parts: names.findAll(...PARTS.map(part => layer + part)),
    real: tensors =>
      refuseCodes(
        tensors[weight]!,
        t`"${tensors[weight]!.name}" is Nunchaku's: its codes lie in the order of a GPU's matrix units and are not read here`,
      ),
  };
}
