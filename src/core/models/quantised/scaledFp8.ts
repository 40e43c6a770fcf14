import { t } from '../../l10n';
import type { DType } from '../../tensor/dtype';
import { DTYPES } from '../../tensor/dtypes';
import type { Tensor } from '../../tensor/tensor';
import { comfyFormat, formatName } from './comfyFormat';
import type { Found, FoundWeight, MissingPart, QuantConvention } from './convention';
import { type RealValues, storedNumbers } from './readRange';
import { scaled } from './scaleGrid';
import { gridOver, matrixOf, refuseCodes } from './shapes';
import type { StoredNames } from './storedNames';

/** The marker tensor of ComfyUI's first files of this kind. */
const MARKER = 'scaled_fp8';
/** Names of a layer's scale: ComfyUI's old and new one, and the one of Hugging Face's block-wise fp8. */
const SCALES = ['scale_weight', 'weight_scale', 'weight_scale_inv'];
/** What concerns activations only. */
const ACTIVATIONS = ['scale_input', 'input_scale'];
const TITLES: Readonly<Record<string, string>> = {
  F8_E4M3: 'scaled FP8 E4M3',
  F8_E5M2: 'scaled FP8 E5M2',
};
/** ComfyUI's formats for codes that are stored as bytes. */
const FORMATS: Readonly<Record<string, DType | undefined>> = {
  float8_e4m3fn: DTYPES.F8_E4M3,
  float8_e5m2: DTYPES.F8_E5M2,
};

/** fp8 weights with a scale: W = q * scale. Sources: ComfyUI's ops and comfy-kitchen, DeepSeek's block-wise fp8. */
export const scaledFp8: QuantConvention = {
  id: 'scaled-fp8',
  markers: [...SCALES, MARKER, 'comfy_quant'],
  find(names) {
    const scales = SCALES.flatMap(suffix => names.before(suffix));
    const weights = scales.flatMap(({ layer, index }) => weightOf(names, layer, index) ?? []);
    return { weights, missing: [...lonelyScales(names, scales), ...bareWeights(names, weights)] };
  },
};

function weightOf(names: StoredNames, layer: string, scale: number): FoundWeight | undefined {
  const weight = names.find(`${layer}weight`);
  if (weight === undefined) return undefined;
  const comfy = comfyFormat(names, layer);
  const { dtype, name } = names.at(weight);
  // NVFP4's codes are bytes too, but its scales are not float32.
  const isByte = dtype === 'U8' && comfy !== undefined && names.at(scale).dtype === 'F32';
  if (!(dtype in TITLES) && !isByte) return undefined;
  return {
    title: TITLES[dtype] ?? 'scaled FP8',
    weight,
    name,
    parts: [
      scale,
      ...names.findAll(...ACTIVATIONS.map(suffix => layer + suffix), `${layer}comfy_quant`, MARKER),
    ],
    state: comfy?.state,
    real: (tensors, state) =>
      realValues(tensors[weight]!, tensors[scale]!, formatName(comfy, state)),
  };
}

function realValues(weight: Tensor, scale: Tensor, format: string | undefined): RealValues {
  const codes = codesType(weight, format);
  const { grid, block } = gridOver(weight, scale);
  const { columns } = matrixOf(weight);
  return {
    shape: weight.shape,
    title: TITLES[codes.name],
    read: scaled(storedNumbers(weight, codes), columns, grid, block),
  };
}

function codesType(weight: Tensor, format: string | undefined): DType {
  const named = FORMATS[format ?? ''];
  const own = weight.dtype.name in TITLES ? weight.dtype : named;
  const isSound = own !== undefined && (format === undefined || named !== undefined);
  return isSound
    ? own
    : refuseCodes(
        weight,
        t`"${weight.name}" is told to be "${format ?? ''}", which does not fit its type and scale`,
      );
}

type Place = { readonly layer: string; readonly index: number };

/** Scales whose weight is not in the file. */
function lonelyScales(names: StoredNames, scales: readonly Place[]): MissingPart[] {
  return scales.flatMap(({ layer, index }) =>
    names.has(`${layer}weight`) ||
    names.has(`${layer}weight_packed`) ||
    names.has(`${layer}qweight`)
      ? []
      : [
          {
            tensor: index,
            message: t`The scale "${names.at(index).name}" is for "${layer}weight", which is not in the file`,
          },
        ],
  );
}

/** fp8 matrices without a scale, in a file that gives a scale to its others or says that this one has one. */
function bareWeights(names: StoredNames, weights: Found['weights']): MissingPart[] {
  const isScaled = weights.length > 0 || names.has(MARKER);
  return names.before('weight').flatMap(({ layer, index }) => {
    const { dtype, shape, name } = names.at(index);
    if (!(dtype in TITLES) || shape.length < 2) return [];
    const isKnown = SCALES.some(suffix => names.has(layer + suffix));
    const isMeant = isScaled || comfyFormat(names, layer) !== undefined;
    if (isKnown || !isMeant) return [];
    return [
      {
        tensor: index,
        message: t`The weight "${name}" is ${dtype} in a file of scaled weights, but it has no scale: ComfyUI takes its codes as they are`,
      },
    ];
  });
}
