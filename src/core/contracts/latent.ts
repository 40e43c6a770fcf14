import { mark, t } from '../l10n';
import type { AxisLetters, Contract } from './contract';
import { latentCandidates } from './latentCandidates';
import { LATENT_WIDTHS } from './latentFormats';
import { type LatentFault, readLatent } from './latentReading';
import { shapeText } from './reading';
import { isFloatDtype, looksLikeKernels, MIN_SIDE } from './shapes';

/** A latent longer than this is no picture. */
const MAX_ASPECT = 16;

/** What ComfyUI calls a LATENT: the `samples` of its dict. */
export const latentContract: Contract<'LATENT', LatentFault> = {
  kind: 'LATENT',
  named: mark('a LATENT'),
  layout: '[B,C,H,W]',
  heading: 'LATENT `{"samples": [B,C,H,W]}`',
  summary:
    'The `samples` of a LATENT dict, channel first, any float dtype; videos add T, audio is [B,C,L].',
  range: null,
  mayBeConstant: true,
  words: { strong: 'samples latent latents', weak: 'sample' },
  wholeNames: [
    { words: 'latent tensor' },
    { words: 'latent image' },
    { words: 'latent images' },
    { words: 'noise mask', role: 'noise_mask' },
  ],
  role: 'samples',
  mayBeNamed: (shape, isFloat) => isFloat && shape.length !== 1,
  fitsShape: ({ dtype, shape }) => isFloatDtype(dtype) && isPictureFirst(shape),
  doubt: shape =>
    shape[1] === 3
      ? t`${shapeText(shape)}: a channel-first IMAGE or a pixel-space LATENT, both fit`
      : null,
  read: readLatent,
  // A sound LATENT is channel first; moved once more it would be another LATENT, or none.
  channelsAt: shape => {
    const { fault, ambiguity } = readLatent(shape);
    return fault === null && ambiguity === undefined ? 'first' : null;
  },
  candidates: latentCandidates,
  drawn: drawnLatent,
  view: 'latent',
  port: {
    v3: 'Latent',
    key: 'samples',
    axes: ['BCHW', 'BCTHW', 'BC?'],
    anyOf: mark('{0}, or a video or sequence'),
  },
  rules: {
    empty: {
      severity: 'error',
      title: 'LATENT is empty',
      description: 'A size of the samples is 0: there is nothing to decode.',
      message: mark(
        '{0} is an empty LATENT: {1} has a size of 0, but every size must be at least 1.',
      ),
      expected: mark('every size at least 1'),
      why: mark(
        'An empty slice of the batch or a size below one latent cell made it; sampler and VAE raise.',
      ),
    },
    batchMissing: {
      severity: 'error',
      title: 'LATENT lacks its batch axis',
      description: 'The samples of a LATENT are [C,H,W] with C a known channel count.',
      message: mark(
        '{0} is [C,H,W] {1} without a batch axis, but a LATENT is [B,C,H,W], here [1, {2}].',
      ),
      ambiguous: mark(
        '{0} is [C,H,W] {1} without a batch axis, but a LATENT is [B,C,H,W], here [1, {2}] (ambiguous: or a batch of sequences).',
      ),
      why: mark(
        'Samplers and VAE decoders take the channels for the batch and raise on the channel count.',
      ),
    },
    rank: {
      severity: 'error',
      title: 'LATENT has the wrong rank',
      description: 'The samples of a LATENT have fewer than 3 or more than 5 axes.',
      message: mark(
        '{0} has {1}, but a LATENT is [B,C,H,W], [B,C,T,H,W] for video or [B,C,L] for audio.',
      ),
      expected: mark('rank 4; 5 for video, 3 for audio and 3-D shapes'),
      why: mark('No latent format has that many axes, so every sampler and VAE raises.'),
    },
    notFinite: {
      severity: 'error',
      title: 'LATENT holds NaN or Inf',
      description:
        'The samples or the noise mask of a LATENT hold NaN or infinite values: it decodes to black.',
      message: mark('{0} holds {1}, but a LATENT must be finite: it decodes to black.'),
      expected: mark('finite values'),
      why: mark(
        'One NaN spreads over the whole picture in the VAE; a model in half precision often made it.',
      ),
    },
  },
};

function isPictureFirst(shape: readonly number[]): boolean {
  if (shape.length !== 4 || looksLikeKernels(shape)) return false;
  const [height, width] = [shape[2]!, shape[3]!];
  if (!LATENT_WIDTHS.has(shape[1]!) || Math.min(height, width) < MIN_SIDE) return false;
  return Math.max(height, width) <= MAX_ASPECT * Math.min(height, width);
}

const DRAWN: Readonly<Record<number, string>> = { 5: 'BCTHW', 4: 'BCHW', 3: 'CHW' };

function drawnLatent(shape: readonly number[]): AxisLetters | null {
  const { fault, layout } = readLatent(shape);
  if (fault === 'channel-last') return { letters: layout, misplaced: 'C' };
  const letters = DRAWN[shape.length];
  return letters === undefined ? null : { letters, misplaced: '' };
}
