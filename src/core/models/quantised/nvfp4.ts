import { t } from '../../l10n';
import { DTYPES } from '../../tensor/dtypes';
import { decodeTable, SMALL_FLOATS } from '../../tensor/smallFloats';
import type { Tensor } from '../../tensor/tensor';
import { COMFY_METADATA, type ComfyFormat, comfyFormat, formatName } from './comfyFormat';
import type { FoundWeight, MissingPart, QuantConvention } from './convention';
import { lookedUp, nibbles, once, type RealValues, storedNumbers } from './readRange';
import { mappedGrid, plainGrid, type ScaleGrid, scaled, tiledGrid, tiledShape } from './scaleGrid';
import { demandFormat, refuseCodes, scalar } from './shapes';
import type { StoredNames } from './storedNames';

const GROUP = 16;
const TITLE = 'NVFP4';
/** Types that hold a pair of 4-bit codes, and one code each. */
const PAIRS: ReadonlySet<string> = new Set(['U8', 'I8']);

/**
 * E2M1 codes with an e4m3 scale for 16 neighbours and one float32 for all: W = e2m1(q) * (global * scale).
 * ComfyUI keeps even columns in high halves and the scales in cuBLAS's tiles, NVIDIA's ModelOpt neither.
 * Source: comfy-kitchen, backends/eager/quantization.py.
 */
export const nvfp4: QuantConvention = {
  id: 'nvfp4',
  markers: ['weight_scale_2'],
  find(names) {
    const globals = names.before('weight_scale_2');
    return {
      weights: globals.flatMap(({ layer, index }) => weightOf(names, layer, index) ?? []),
      missing: [
        ...globals.flatMap(({ layer, index }) => missingOf(names, layer, index)),
        ...withoutGlobal(names),
      ],
    };
  },
};

function weightOf(names: StoredNames, layer: string, global: number): FoundWeight | undefined {
  const weight = names.find(`${layer}weight`);
  const scale = names.find(`${layer}weight_scale`);
  if (weight === undefined || scale === undefined || !isPacked(names, weight)) return undefined;
  const comfy = comfyFormat(names, layer);
  const { name } = names.at(weight);
  return {
    title: TITLE,
    weight,
    name,
    parts: [
      scale,
      global,
      ...names.findAll(`${layer}input_scale`, `${layer}pre_quant_scale`, `${layer}comfy_quant`),
    ],
    state: comfy?.state,
    ...(comfy
      ? {}
      : {
          note: t`The file has neither ${COMFY_METADATA} nor "${layer}comfy_quant": ComfyUI will not know that "${name}" is NVFP4`,
        }),
    real: (tensors, state) => {
      demandFormat(tensors[weight]!, formatName(comfy, state), 'nvfp4');
      return realValues(tensors[weight]!, tensors[scale]!, tensors[global]!, comfy);
    },
  };
}

function isPacked(names: StoredNames, weight: number): boolean {
  const { dtype, shape } = names.at(weight);
  return shape.length === 2 && (PAIRS.has(dtype) || dtype === 'F4');
}

function realValues(
  weight: Tensor,
  scale: Tensor,
  global: Tensor,
  comfy: ComfyFormat | undefined,
): RealValues {
  const rows = weight.shape[0]!;
  const columns = weight.shape[1]! * (weight.dtype.name === 'F4' ? 1 : 2);
  const { grid, isTiled } = blockScales(scale, rows, Math.ceil(columns / GROUP), comfy, weight);
  const table = decodeTable(SMALL_FLOATS.F4);
  const whole = once(scalar(global), 1);
  // The two scales are multiplied first, in float32, as the reference does.
  const total = mappedGrid(grid, async signal => {
    const [factor] = await whole(signal);
    return one => Math.fround(one * factor!);
  });
  const codes = lookedUp(nibbles(weight, isTiled ? 'high' : 'low'), async () => table);
  return {
    shape: [rows, columns],
    read: scaled(codes, columns, total, { rows: 1, columns: GROUP }),
  };
}

/** The scales of the groups, in ComfyUI's tiles or row by row: their shape tells. */
function blockScales(
  scale: Tensor,
  rows: number,
  columns: number,
  comfy: ComfyFormat | undefined,
  weight: Tensor,
): { readonly grid: ScaleGrid; readonly isTiled: boolean } {
  const codes = scale.dtype.name === 'U8' ? DTYPES.F8_E4M3 : scale.dtype;
  const is = ([down, across]: readonly number[]) =>
    scale.shape.length === 2 && scale.shape[0] === down && scale.shape[1] === across;
  if (is(tiledShape(rows, columns)))
    return { grid: tiledGrid(scale, codes, columns), isTiled: true };
  if (!comfy && is([rows, columns]))
    return { grid: plainGrid(storedNumbers(scale, codes), columns), isTiled: false };
  return refuseCodes(
    weight,
    t`"${scale.name}" has shape [${scale.shape.join(',')}]: scales of a weight of [${rows},${columns * GROUP}] are [${tiledShape(rows, columns).join(',')}]`,
  );
}

function missingOf(names: StoredNames, layer: string, global: number): MissingPart[] {
  const weight = names.find(`${layer}weight`);
  // A weight_scale beside it is told of already.
  if (weight === undefined && names.has(`${layer}weight_scale`)) return [];
  if (weight === undefined)
    return [
      {
        tensor: global,
        message: t`The scale "${names.at(global).name}" is for "${layer}weight", which is not in the file`,
      },
    ];
  if (names.has(`${layer}weight_scale`)) return [];
  return [
    {
      tensor: weight,
      message: t`The NVFP4 weight "${names.at(weight).name}" has no "${layer}weight_scale": its codes cannot be read`,
    },
  ];
}

/** Packed codes with scales in e4m3, which only NVFP4 has, and no scale of the whole. */
function withoutGlobal(names: StoredNames): MissingPart[] {
  return names.before('weight_scale').flatMap(({ layer, index }) => {
    const weight = names.find(`${layer}weight`);
    const scale = names.at(index);
    const isBlockScale = scale.dtype === 'F8_E4M3' && scale.shape.length === 2;
    if (weight === undefined || !isPacked(names, weight) || !isBlockScale) return [];
    if (names.has(`${layer}weight_scale_2`)) return [];
    return [
      {
        tensor: weight,
        message: t`The NVFP4 weight "${names.at(weight).name}" has no "${layer}weight_scale_2": its codes cannot be read`,
      },
    ];
  });
}
