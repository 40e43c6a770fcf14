import type { AxisLetters, Contract } from './contract';
import { emptyAxes, type Reading, unknownLayout } from './reading';
import { isListOfTokens } from './shapes';

export type MaskFault = 'empty' | 'batch-missing' | 'channel-axis' | 'rank';

/** Words before `mask` that make it a mask over tokens, not over pixels. */
const TOKEN_MASK_WORDS: ReadonlySet<string> = new Set(
  `attention attn self cross causal padding pad src tgt memory valid tril triu loss label lm head
  expert router seq sequence prune pruning sparse dropout positional`.split(/\s+/),
);

/** What ComfyUI calls a MASK. */
export const maskContract: Contract<'MASK'> = {
  kind: 'MASK',
  layout: '[B,H,W]',
  summary: 'A batch of masks, float32, 0 to 1; 1 means selected.',
  words: { strong: 'mask masks', weak: '' },
  foreignBefore: TOKEN_MASK_WORDS,
  mayBeNamed: (shape, isFloat) => !isListOfTokens(shape) && (shape.length !== 1 || isFloat),
  read: readMask,
  drawn: drawnMask,
  view: 'mask',
  port: 'BHW',
};

function drawnMask(shape: readonly number[]): AxisLetters | null {
  if (shape.length === 4) {
    const letters = shape[1] === 1 || shape[3] !== 1 ? 'BCHW' : 'BHWC';
    return { letters, misplaced: 'C' };
  }
  if (shape.length === 3) return { letters: 'BHW', misplaced: '' };
  return shape.length === 2 ? { letters: 'HW', misplaced: '' } : null;
}

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
