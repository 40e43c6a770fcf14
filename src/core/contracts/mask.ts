import { mark } from '../l10n';
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
export const maskContract: Contract<'MASK', MaskFault> = {
  kind: 'MASK',
  named: mark('a MASK'),
  layout: '[B,H,W]',
  heading: 'MASK `[B,H,W]`, float32, 0 to 1, 1 is selected',
  summary: 'A batch of masks, float32, 0 to 1; 1 means selected.',
  range: [0, 1],
  words: { strong: 'mask masks', weak: '' },
  foreignBefore: TOKEN_MASK_WORDS,
  mayBeNamed: (shape, isFloat) => !isListOfTokens(shape) && (shape.length !== 1 || isFloat),
  read: readMask,
  drawn: drawnMask,
  view: 'mask',
  port: { v3: 'Mask', axes: ['BHW'] },
  rules: {
    empty: {
      severity: 'error',
      title: 'MASK is empty',
      description: 'A size of the MASK is 0: there is no mask in it.',
      message: mark(
        '{0} is an empty MASK: {1} has a size of 0, but every size must be at least 1.',
      ),
      expected: mark('every size at least 1'),
      why: mark(
        'An empty slice or an empty loop made it; the next node that reads a pixel raises.',
      ),
    },
    batchMissing: {
      severity: 'warning',
      title: 'MASK lacks its batch axis',
      description: 'A MASK of shape [H,W]: some nodes take it, others index three axes and fail.',
      message: mark(
        '{0} is [H,W] {1} without a batch axis, but a MASK is [B,H,W], here [1, {2}]: nodes that index three axes fail.',
      ),
      why: mark(
        'Nodes that slice or unpack three axes raise "too many indices for tensor of dimension 2".',
      ),
    },
    rank: {
      severity: 'error',
      title: 'MASK has the wrong rank',
      description:
        'A MASK has three axes, [B,H,W]; this shape has another number and no simpler cause.',
      message: mark('{0} has {1}, but a MASK is [B,H,W]: nodes that unpack three sizes fail.'),
      expected: mark('rank 3, [B,H,W]'),
      why: mark(
        'A MASK has one value per pixel; a picture of colours must be reduced to one channel first.',
      ),
      torch: (name, shape) => {
        if (shape.length !== 4) return null;
        return shape[3]! <= 4 ? `${name} = ${name}[..., 0]` : `${name} = ${name}[:, 0]`;
      },
    },
    notFinite: {
      severity: 'error',
      title: 'MASK holds NaN or Inf',
      description:
        'A MASK holds NaN or infinite values, which spread into every picture blended with it.',
      message: mark(
        '{0} holds {1}, but a MASK must be finite: blending spreads them into the picture.',
      ),
      expected: mark('finite values from 0 to 1'),
      why: mark('A division by a mask sum or a maximum of 0 makes them; NaN saves as black.'),
    },
    range255: {
      severity: 'error',
      title: 'MASK has values of 0 to 255',
      description: 'Values of a MASK reach far above 1, as 0..255 data does.',
      message: mark(
        '{0} has values from {1}, as 0..{2} data has, but a MASK runs from 0 to 1: blending with it overshoots.',
      ),
      expected: mark('values from 0 to 1'),
      why: mark(
        'mask * image + (1 - mask) * other blows up by the factor that the mask is too large.',
      ),
    },
  },
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
