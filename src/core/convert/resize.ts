import { mark } from '../l10n';
import type { MathsOps, MathsTensor } from './maths';
import type { ConversionOption } from './options';
import { RESIZE_METHODS, type ResampleAxis, type ResizeMethod, resampleAxis } from './resample';

/** Largest side of a resized picture. */
const MAX_SIDE = 65_536;

/** How a resize goes about it. */
export const METHOD_OPTION: ConversionOption = {
  name: 'method',
  title: mark('Interpolation'),
  type: 'choice',
  choices: RESIZE_METHODS,
  default: 'bilinear',
};

/** A side of the result in pixels. */
export function sideOption(name: 'width' | 'height', required: boolean): ConversionOption {
  return {
    name,
    title: name === 'width' ? mark('New width in pixels') : mark('New height in pixels'),
    type: 'integer',
    required,
    minimum: 1,
    maximum: MAX_SIDE,
  };
}

/** Resizes `[n,h,w]` or `[n,h,w,c]`, rows first, then columns. */
export function resizePlane(
  ops: MathsOps,
  plane: MathsTensor,
  height: number,
  width: number,
  method: ResizeMethod,
): MathsTensor {
  const [, oldHeight, oldWidth] = plane.shape as [number, number, number];
  const columns = alongAxis(ops, plane, 2, resampleAxis(oldWidth, width, method), oldWidth, width);
  return alongAxis(ops, columns, 1, resampleAxis(oldHeight, height, method), oldHeight, height);
}

function alongAxis(
  ops: MathsOps,
  plane: MathsTensor,
  axis: number,
  taps: ResampleAxis,
  size: number,
  newSize: number,
): MathsTensor {
  if (size === newSize) return plane;
  const weightShape = plane.shape.map((_, i) => (i === axis ? newSize : 1));
  return ops.sum(taps.indices.length, tap => {
    const picked = ops.gather(plane, taps.indices[tap]!, axis);
    const weights = taps.weights[tap]!;
    return weights.every(weight => weight === 1)
      ? picked
      : ops.multiply(picked, ops.constant(weights, weightShape));
  });
}

/** The line of PyTorch that resizes `[n,c,h,w]`. */
export function interpolateCall(
  name: string,
  height: string,
  width: string,
  method: string,
): string {
  const corners = method === 'bilinear' || method === 'bicubic' ? ', align_corners=False' : '';
  return `torch.nn.functional.interpolate(${name}, size=(${height}, ${width}), mode='${method}'${corners})`;
}
