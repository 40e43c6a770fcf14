import { imageContract } from '../contracts/image';
import { mark } from '../l10n';
import { isNoMask, isNotYet } from './channelOrder';
import { firstReason, notEmpty, rankIs } from './checks';
import type { OneConversion } from './conversion';
import { assign } from './snippets';
import { permute } from './views';

/** `[B,C,H,W]` to `[B,H,W,C]`, as ComfyUI's IMAGE wants it. */
export const toChannelLast: OneConversion = {
  id: 'toChannelLast',
  title: mark('Convert to Channel Last'),
  summary: 'Moves the channels behind rows and columns, where an IMAGE has them.',
  from: mark('[B,C,H,W] or [C,H,W]'),
  to: mark('[B,H,W,C] or [H,W,C]'),
  how: 'bits',
  takes: 'one',
  group: 'shape',
  suffix: 'channel-last',
  madeFor: imageContract.kind,
  menu: 'explorer',
  safeFix: 'channels',
  options: [],
  applies: firstReason(rankIs(3, 4), notEmpty, isNoMask, isNotYet('last')),
  run: input => {
    const { tensor } = input;
    return [permute(tensor, tensor.shape.length === 4 ? [0, 2, 3, 1] : [1, 2, 0])];
  },
  example: { tensors: [['image', imageContract.kind, 'F32', [1, 3, 512, 768]]] },
  torchSnippet: name => assign(name, `${name}.movedim(-3, -1)`),
  numpySnippet: name => assign(name, `np.moveaxis(${name}, -3, -1)`),
};
