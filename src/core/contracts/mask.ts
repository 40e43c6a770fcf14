import type { Contract } from './contract';
import { axisLabels, emptyAxes, type Reading, unknownLayout } from './reading';

export type MaskFault = 'empty' | 'batch-missing' | 'channel-axis' | 'rank';

/** What ComfyUI calls a MASK. */
export const maskContract: Contract = {
  kind: 'MASK',
  layout: '[B,H,W]',
  summary: 'A batch of masks, float32, 0 to 1; 1 means selected.',
  axes: shape => axisLabels(readMask(shape)),
};

/** Reads a shape as a MASK; exactly one fault explains a wrong one. */
export function readMask(shape: readonly number[]): Reading<MaskFault> {
  const layout = shape.length === 3 ? 'BHW' : shape.length === 2 ? 'HW' : fourAxes(shape);
  const wrong = emptyAxes(shape);
  if (wrong.length > 0)
    return { layout: layout ?? unknownLayout(shape), shape, fault: 'empty', wrong };
  if (layout === 'BHW') return { layout, shape, fault: null, wrong };
  if (layout === 'HW') return { layout, shape, fault: 'batch-missing', wrong };
  if (layout) return { layout, shape, fault: 'channel-axis', wrong: [layout.indexOf('C')] };
  return { layout: unknownLayout(shape), shape, fault: 'rank', wrong };
}

function fourAxes(shape: readonly number[]): 'BCHW' | 'BHWC' | undefined {
  if (shape.length !== 4) return undefined;
  if (shape[1] === 1) return 'BCHW';
  return shape[3] === 1 ? 'BHWC' : undefined;
}
