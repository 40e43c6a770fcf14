import { t } from '../../l10n';
import type { Tensor } from '../../tensor/tensor';
import { asObject, parsed } from './comfyFormat';
import type { FoundWeight, MissingPart, QuantConvention } from './convention';
import { type ReadRange, type RealValues, storedNumbers } from './readRange';
import { scaled } from './scaleGrid';
import { gridOver, matrixOf, refuseCodes } from './shapes';
import type { StoredNames } from './storedNames';

/** How the parts of `layer.weight` are named: now, and in older files. */
const NAMINGS = [
  { codes: '_weight_qdata', part: (layer: string, part: string) => `${layer}_weight_${part}` },
  { codes: 'weight:qdata', part: (layer: string, part: string) => `${layer}weight:${part}` },
] as const;
const PARTS = ['scale', 'zero_point', 'act_pre_scale'];
const TITLES: Readonly<Record<string, string>> = {
  Float8Tensor: 'FP8',
  Int8Tensor: 'INT8',
  IntxUnpackedToInt8Tensor: 'INT8',
  Int4Tensor: 'INT4',
};

/**
 * torchao's tensor subclasses as its safetensors support writes them: the metadata names the class of each
 * weight. Scales of blocks: W = (q - zero) * scale. Source: torchao, prototype/safetensors and workflows.
 */
export const torchao: QuantConvention = {
  id: 'torchao',
  markers: ['_weight_qdata', 'qdata', '_weight_scale', 'scale'],
  find(names) {
    const found = NAMINGS.flatMap(naming =>
      names.before(naming.codes).map(({ layer, index }) => ({ naming, layer, index })),
    );
    return {
      weights: found.flatMap(place => weightOf(names, place) ?? []),
      missing: [
        ...found.flatMap(place => missingOf(names, place)),
        ...NAMINGS.flatMap(naming => lonelyScales(names, naming)),
      ],
    };
  },
};

interface Place {
  readonly naming: (typeof NAMINGS)[number];
  readonly layer: string;
  readonly index: number;
}

/** The class that the metadata names; undefined where the file does not say. */
function classOf(names: StoredNames, layer: string): string | undefined {
  const { _type: type } = asObject(parsed(names.metadata.get(`${layer}weight`)));
  return typeof type === 'string' ? type : undefined;
}

function weightOf(names: StoredNames, { naming, layer, index }: Place): FoundWeight | undefined {
  const scale = names.find(naming.part(layer, 'scale'));
  const type = classOf(names, layer);
  if (scale === undefined || type === undefined) return undefined;
  const zero = names.find(naming.part(layer, 'zero_point'));
  return {
    title: `torchao ${TITLES[type] ?? type}`,
    weight: index,
    name: `${layer}weight`,
    parts: names.findAll(...PARTS.map(part => naming.part(layer, part))),
    real: tensors =>
      realValues(
        tensors[index]!,
        tensors[scale]!,
        zero === undefined ? undefined : tensors[zero],
        type,
      ),
  };
}

const READ: ReadonlySet<string> = new Set([
  'Float8Tensor',
  'Int8Tensor',
  'IntxUnpackedToInt8Tensor',
]);

function realValues(
  codes: Tensor,
  scale: Tensor,
  zero: Tensor | undefined,
  type: string,
): RealValues {
  if (!READ.has(type))
    refuseCodes(codes, t`"${codes.name}" is torchao's ${type}, whose packing is not read here`);
  const { grid, block } = gridOver(codes, scale);
  const { columns } = matrixOf(codes);
  const stored = storedNumbers(codes);
  const shifted = zero ? lessZero(stored, codes, zero) : stored;
  return { shape: codes.shape, read: scaled(shifted, columns, grid, block) };
}

/** Codes less the zero of their block. */
function lessZero(stored: ReadRange, codes: Tensor, zero: Tensor): ReadRange {
  const { grid, block } = gridOver(codes, zero);
  const ones: ReadRange = async (_, count) => new Uint8Array(count).fill(1);
  const zeros = scaled(ones, matrixOf(codes).columns, grid, block);
  return async (first, count, signal) => {
    const [numbers, offsets] = await Promise.all([
      stored(first, count, signal),
      zeros(first, count, signal),
    ]);
    return Float32Array.from(numbers, (code, i) => code - offsets[i]!);
  };
}

function missingOf(names: StoredNames, { naming, layer, index }: Place): MissingPart[] {
  if (names.has(naming.part(layer, 'scale'))) return [];
  return [
    {
      tensor: index,
      message: t`The weight "${names.at(index).name}" has no "${naming.part(layer, 'scale')}": its codes cannot be read`,
    },
  ];
}

function lonelyScales(names: StoredNames, naming: Place['naming']): MissingPart[] {
  return names.before(naming.part('', 'scale')).flatMap(({ layer, index }) => {
    if (names.has(naming.part(layer, 'qdata')) || classOf(names, layer) === undefined) return [];
    return [
      {
        tensor: index,
        message: t`The scale "${names.at(index).name}" is for "${naming.part(layer, 'qdata')}", which is not in the file`,
      },
    ];
  });
}
