import { t } from '../../l10n';
import type { Tensor } from '../../tensor/tensor';
import { asObject, comfyFormat, formatName } from './comfyFormat';
import type { FoundWeight, QuantConvention } from './convention';
import { nibbles, type ReadRange, type RealValues, storedNumbers } from './readRange';
import { scaled } from './scaleGrid';
import { gridOver, matrixOf, refuseCodes } from './shapes';
import type { StoredNames } from './storedNames';
import { unrotated } from './unrotated';

/** ComfyUI rotates in groups of so many columns unless the state says otherwise. */
const ROTATION_GROUP = 256;

/**
 * int8 weights with a scale for all or for each row, or two signed 4-bit codes a byte, rotated where the
 * state says so: W = unrotate(q * scale). Source: comfy-kitchen, int8 and convrot_w4a4.
 */
export const comfyInt8: QuantConvention = {
  id: 'comfy-int8',
  markers: ['weight_scale'],
  find: names => ({
    weights: names
      .before('weight_scale')
      .flatMap(({ layer, index }) => weightOf(names, layer, index) ?? []),
    missing: names.before('comfy_quant').flatMap(({ layer }) => {
      const weight = names.find(`${layer}weight`);
      if (weight === undefined || names.at(weight).dtype !== 'I8') return [];
      if (names.has(`${layer}weight_scale`) || names.has(`${layer}weight_s_channel`)) return [];
      return [
        {
          tensor: weight,
          message: t`The weight "${names.at(weight).name}" has no "${layer}weight_scale": its codes cannot be read`,
        },
      ];
    }),
  }),
};

function weightOf(names: StoredNames, layer: string, scale: number): FoundWeight | undefined {
  const weight = names.find(`${layer}weight`);
  if (weight === undefined) return undefined;
  const { name, dtype, shape } = names.at(weight);
  if (dtype !== 'I8' || shape.length !== 2) return undefined;
  const comfy = comfyFormat(names, layer);
  return {
    title: 'INT8',
    weight,
    name,
    parts: [scale, ...names.findAll(`${layer}input_scale`, `${layer}comfy_quant`)],
    state: comfy?.state,
    real: (tensors, state) =>
      realValues(tensors[weight]!, tensors[scale]!, formatName(comfy, state), asObject(state)),
  };
}

function realValues(
  weight: Tensor,
  scale: Tensor,
  format: string | undefined,
  state: Readonly<Record<string, unknown>>,
): RealValues {
  const isRotated = state.convrot === true || format === 'convrot_w4a4';
  const group = isRotated ? rotationGroup(weight, state) : 1;
  if (format === 'convrot_w4a4') return fourBit(weight, scale, group);
  if (format !== undefined && format !== 'int8_tensorwise')
    refuseCodes(weight, t`The format "${format}" of "${weight.name}" is not known here`);
  const { grid, block } = gridOver(weight, scale);
  const { columns } = matrixOf(weight);
  const values = scaled(storedNumbers(weight), columns, grid, block);
  return {
    shape: weight.shape,
    ...(isRotated ? { title: 'rotated INT8' } : {}),
    read: rotatedBack(values, weight, columns, group),
  };
}

function fourBit(weight: Tensor, scale: Tensor, group: number): RealValues {
  const shape = [weight.shape[0]!, weight.shape[1]! * 2];
  const { grid, block } = gridOver({ ...weight, shape }, scale);
  const codes = signed(nibbles(weight, 'low'));
  const values = scaled(codes, shape[1]!, grid, block);
  return { shape, title: 'rotated INT4', read: rotatedBack(values, weight, shape[1]!, group) };
}

/** 4-bit codes as two's complement. */
function signed(codes: ReadRange): ReadRange {
  return async (first, count, signal) =>
    Int8Array.from(await codes(first, count, signal), code => (code ^ 8) - 8);
}

function rotationGroup(
  weight: Tensor,
  { convrot_groupsize: given }: Readonly<Record<string, unknown>>,
): number {
  const size = given === undefined ? ROTATION_GROUP : Number(given);
  const isPower =
    Number.isInteger(size) && size >= 4 && size <= 4096 && Number.isInteger(Math.log2(size) / 2);
  return isPower
    ? size
    : refuseCodes(
        weight,
        t`"${weight.name}" is rotated in groups of ${String(given)}, which is no power of 4`,
      );
}

function rotatedBack(values: ReadRange, weight: Tensor, columns: number, group: number): ReadRange {
  if (group === 1) return values;
  if (columns % group !== 0)
    refuseCodes(
      weight,
      t`"${weight.name}" has ${columns} columns, which are no whole groups of ${group}`,
    );
  return unrotated(values, group);
}
