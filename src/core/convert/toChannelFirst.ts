import { latentContract } from '../contracts/latent';
import { mark } from '../l10n';
import { isNoMask, isNotYet } from './channelOrder';
import { firstReason, notEmpty, rankIs } from './checks';
import type { OneConversion } from './conversion';
import { IMAGE } from './docsExamples';
import { assign } from './snippets';
import { permute } from './views';

/** `[B,H,W,C]` to `[B,C,H,W]`, as torch's own image operators and a LATENT want it. */
export const toChannelFirst: OneConversion = {
  id: 'toChannelFirst',
  title: mark('Convert to Channel First'),
  summary: 'Moves the channels before rows and columns, where a LATENT and torch have them.',
  from: mark('[B,H,W,C] or [H,W,C]'),
  to: mark('[B,C,H,W] or [C,H,W]'),
  how: 'bits',
  takes: 'one',
  group: 'shape',
  suffix: 'channel-first',
  madeFor: latentContract.kind,
  menu: 'palette',
  safeFix: 'channels',
  options: [],
  applies: firstReason(rankIs(3, 4), notEmpty, isNoMask, isNotYet('first')),
  run: input => {
    const { tensor } = input;
    return [permute(tensor, tensor.shape.length === 4 ? [0, 3, 1, 2] : [2, 0, 1])];
  },
  example: { tensors: [IMAGE] },
  torchSnippet: name => assign(name, `${name}.movedim(-1, -3)`),
  numpySnippet: name => assign(name, `np.moveaxis(${name}, -1, -3)`),
};
