import { t } from '../../l10n';
import type { DType } from '../../tensor/dtype';
import { DTYPES } from '../../tensor/dtypes';
import type { Tensor } from '../../tensor/tensor';
import { COMFY_METADATA, type ComfyFormat, comfyFormat, formatName } from './comfyFormat';
import type { FoundWeight, QuantConvention } from './convention';
import { type RealValues, storedNumbers } from './readRange';
import { plainGrid, scaled, tiledGrid, tiledShape } from './scaleGrid';
import { demandFormat, refuseCodes } from './shapes';
import type { StoredNames } from './storedNames';

const GROUP = 32;
const TITLE = 'MXFP8';

/** ComfyUI puts the code into the exponent of a float32: 0 is nought, 255 infinity. Source: comfy-kitchen, e8m0_to_f32. */
const COMFY_EXPONENT: DType = {
  ...DTYPES.F8_E8M0,
  toNumbers: (bytes, count) =>
    Float32Array.from(bytes.subarray(0, count), code => (code === 0 ? 0 : 2 ** (code - 127))),
};

/** fp8 codes with a power of two for 32 neighbours: W = q * 2^(s - 127). Source: comfy-kitchen, dequantize_mxfp8. */
export const mxfp8: QuantConvention = {
  id: 'mxfp8',
  markers: ['weight_scale'],
  find: names => ({
    weights: names
      .before('weight_scale')
      .flatMap(({ layer, index }) => weightOf(names, layer, index) ?? []),
    // A weight or a scale alone is told by scaledFp8, whose names these are.
    missing: [],
  }),
};

function weightOf(names: StoredNames, layer: string, scale: number): FoundWeight | undefined {
  const weight = names.find(`${layer}weight`);
  if (weight === undefined) return undefined;
  const { name, dtype, shape } = names.at(weight);
  const comfy = comfyFormat(names, layer);
  const scales = names.at(scale);
  const isExponent =
    scales.dtype === 'F8_E8M0' || (scales.dtype === 'U8' && scales.shape.length === 2);
  if (shape.length !== 2 || !dtype.startsWith('F8_E') || !isExponent) return undefined;
  return {
    title: TITLE,
    weight,
    name,
    parts: [scale, ...names.findAll(`${layer}input_scale`, `${layer}comfy_quant`)],
    state: comfy?.state,
    ...(comfy
      ? {}
      : {
          note: t`The file has neither ${COMFY_METADATA} nor "${layer}comfy_quant": ComfyUI will not know that "${name}" is MXFP8`,
        }),
    real: (tensors, state) => {
      demandFormat(tensors[weight]!, formatName(comfy, state), 'mxfp8');
      return realValues(tensors[weight]!, tensors[scale]!, comfy);
    },
  };
}

function realValues(weight: Tensor, scale: Tensor, comfy: ComfyFormat | undefined): RealValues {
  const [rows, columns] = weight.shape as [number, number];
  const across = Math.ceil(columns / GROUP);
  const is = ([down, width]: readonly number[]) =>
    scale.shape.length === 2 && scale.shape[0] === down && scale.shape[1] === width;
  const isTiled = is(tiledShape(rows, across));
  if (!isTiled && (comfy || !is([rows, across])))
    refuseCodes(
      weight,
      t`"${scale.name}" has shape [${scale.shape.join(',')}]: scales of a weight of [${rows},${columns}] are [${tiledShape(rows, across).join(',')}]`,
    );
  const grid = isTiled
    ? tiledGrid(scale, COMFY_EXPONENT, across)
    : plainGrid(storedNumbers(scale, DTYPES.F8_E8M0), across);
  const read = scaled(storedNumbers(weight), columns, grid, { rows: 1, columns: GROUP });
  return { shape: weight.shape, read };
}
