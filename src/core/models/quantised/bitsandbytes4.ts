import { t } from '../../l10n';
import { elementCount } from '../../tensor/slice';
import type { Tensor } from '../../tensor/tensor';
import { asObject } from './comfyFormat';
import type { Found, FoundWeight, MissingPart, QuantConvention } from './convention';
import {
  lookedUp,
  nibbles,
  once,
  type ReadRange,
  type RealValues,
  storedNumbers,
} from './readRange';
import { plainGrid, scaled } from './scaleGrid';
import { refuseCodes } from './shapes';
import type { StoredNames } from './storedNames';

const TITLES = { nf4: 'NF4', fp4: 'FP4' } as const;
type QuantType = keyof typeof TITLES;
const TYPES = Object.keys(TITLES) as readonly QuantType[];
const stateName = (weight: string, type: QuantType) =>
  `${weight}.quant_state.bitsandbytes__${type}`;
const BLOCKS: ReadonlySet<unknown> = new Set([32, 64, 128, 256, 512, 1024, 2048, 4096]);
const CODES = 16;
const NESTED_CODES = 256;

/**
 * bitsandbytes' 4-bit weights: W = quant_map[q] * absmax[i / blocksize], the even element in the high half,
 * absmax itself in 8 bits where it is nested. Source: bitsandbytes, backends/default/ops.py and QuantState.
 */
export const bitsandbytes4: QuantConvention = {
  id: 'bitsandbytes-4bit',
  markers: ['absmax', ...TYPES.map(type => `bitsandbytes__${type}`)],
  find(names): Found {
    const states = TYPES.flatMap(type =>
      names
        .before(`quant_state.bitsandbytes__${type}`)
        .map(({ layer, index }) => ({ type, weight: layer.replace(/\.$/, ''), index })),
    );
    return {
      weights: states.flatMap(state => weightOf(names, state) ?? []),
      missing: [...states.flatMap(state => missingOf(names, state)), ...withoutState(names)],
    };
  },
};

interface State {
  readonly type: QuantType;
  /** The weight's name. */
  readonly weight: string;
  readonly index: number;
}

function partsOf(names: StoredNames, weight: string): number[] {
  const parts = ['absmax', 'quant_map', 'nested_absmax', 'nested_quant_map'];
  return names.findAll(...parts.map(part => `${weight}.${part}`));
}

function weightOf(names: StoredNames, { type, weight, index }: State): FoundWeight | undefined {
  const at = names.find(weight);
  const absmax = names.find(`${weight}.absmax`);
  if (at === undefined || absmax === undefined) return undefined;
  const find = (part: string) => names.find(`${weight}.${part}`);
  const [map, nestedAbsmax, nestedMap] = ['quant_map', 'nested_absmax', 'nested_quant_map'].map(
    find,
  );
  return {
    title: TITLES[type],
    weight: at,
    name: weight,
    parts: [index, ...partsOf(names, weight)],
    state: index,
    real: (tensors, state) => {
      const part = (place: number | undefined) =>
        place === undefined ? undefined : tensors[place];
      return realValues(
        {
          weight: tensors[at]!,
          absmax: tensors[absmax]!,
          map: part(map),
          nestedAbsmax: part(nestedAbsmax),
          nestedMap: part(nestedMap),
        },
        asObject(state),
      );
    },
  };
}

interface Parts {
  readonly weight: Tensor;
  readonly absmax: Tensor;
  readonly map: Tensor | undefined;
  readonly nestedAbsmax: Tensor | undefined;
  readonly nestedMap: Tensor | undefined;
}

function realValues(parts: Parts, state: Readonly<Record<string, unknown>>): RealValues {
  const { weight, absmax } = parts;
  const shape = shapeOf(weight, state);
  const count = elementCount(shape);
  const size = blockSize(weight, state.blocksize);
  if (elementCount(absmax.shape) !== Math.ceil(count / size))
    refuseCodes(
      weight,
      t`"${absmax.name}" has ${elementCount(absmax.shape)} entries: ${count} values in blocks of ${size} need ${Math.ceil(count / size)}`,
    );
  const scales = plainGrid(scalesOf(parts, state), 1);
  const codes = lookedUp(nibbles(weight, 'high'), tableOf(weight, parts.map, CODES));
  return { shape, read: scaled(codes, size, scales, { rows: 1, columns: size }) };
}

/** The real shape. @throws TensorFileError when it needs other bytes than there are. */
function shapeOf(weight: Tensor, { shape }: Readonly<Record<string, unknown>>): readonly number[] {
  const isShape =
    Array.isArray(shape) &&
    shape.length <= 8 &&
    shape.every((size): size is number => Number.isSafeInteger(size) && size >= 0);
  if (!isShape) return refuseCodes(weight, t`The quant_state of "${weight.name}" names no shape`);
  const count = elementCount(shape);
  return Math.ceil(count / 2) === weight.byteLength
    ? shape
    : refuseCodes(
        weight,
        t`The quant_state of "${weight.name}" says [${shape.join(',')}], which is ${Math.ceil(count / 2)} bytes of codes: there are ${weight.byteLength}`,
      );
}

function blockSize(weight: Tensor, size: unknown): number {
  return BLOCKS.has(size)
    ? (size as number)
    : refuseCodes(
        weight,
        t`The quant_state of "${weight.name}" has blocks of ${String(size)}, which bitsandbytes does not have`,
      );
}

function tableOf(weight: Tensor, map: Tensor | undefined, entries: number) {
  if (!map || elementCount(map.shape) !== entries)
    return refuseCodes(
      weight,
      t`"${weight.name}" has no table of ${entries} values beside it, which its codes stand for`,
    );
  return once(storedNumbers(map), entries);
}

/** absmax as float32: as it stands, or decoded where it is 8-bit codes of a second quantisation. */
function scalesOf(
  { weight, absmax, nestedAbsmax, nestedMap }: Parts,
  state: Readonly<Record<string, unknown>>,
): ReadRange {
  if (absmax.dtype.name !== 'U8') return storedNumbers(absmax);
  const size = blockSize(weight, state.nested_blocksize);
  const offset = Math.fround(Number(state.nested_offset));
  const blocks = Math.ceil(elementCount(absmax.shape) / size);
  if (!nestedAbsmax || elementCount(nestedAbsmax.shape) !== blocks || !Number.isFinite(offset))
    return refuseCodes(
      weight,
      t`The absmax of "${weight.name}" is quantised itself, and its nested parts are not whole`,
    );
  const codes = lookedUp(storedNumbers(absmax), tableOf(weight, nestedMap, NESTED_CODES));
  const grid = plainGrid(storedNumbers(nestedAbsmax), 1);
  const nested = scaled(codes, size, grid, { rows: 1, columns: size });
  return async (first, count, signal) =>
    Float32Array.from(await nested(first, count, signal), value => value + offset);
}

function missingOf(names: StoredNames, { weight, index, type }: State): MissingPart[] {
  const at = names.find(weight);
  if (at === undefined)
    return [
      {
        tensor: index,
        message: t`"${names.at(index).name}" describes "${weight}", which is not in the file`,
      },
    ];
  if (names.has(`${weight}.absmax`)) return [];
  return [
    {
      tensor: at,
      message: t`The ${TITLES[type]} weight "${weight}" has no "${weight}.absmax": its codes cannot be read`,
    },
  ];
}

/** Scales that no state explains. */
function withoutState(names: StoredNames): MissingPart[] {
  return names.before('absmax').flatMap(({ layer, index }) => {
    const weight = layer.replace(/\.$/, '');
    if (TYPES.some(type => names.has(stateName(weight, type)))) return [];
    const at = names.find(weight);
    return [
      at === undefined
        ? {
            tensor: index,
            message: t`The scale "${names.at(index).name}" is for "${weight}", which is not in the file`,
          }
        : {
            tensor: at,
            message: t`The weight "${weight}" has an absmax but no quant_state of bitsandbytes, without which its codes cannot be read`,
          },
    ];
  });
}
