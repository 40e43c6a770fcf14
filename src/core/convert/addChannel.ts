import { mark } from '../l10n';
import { firstReason, kindIs, notEmpty, rankIs } from './checks';
import type { Conversion } from './conversion';
import { assign } from './snippets';
import { viewStream } from './streams';
import { unsqueeze } from './views';

/** MASK `[B,H,W]` to `[B,H,W,1]`, so that it broadcasts against an IMAGE. */
export const addChannel: Conversion = {
  id: 'addChannel',
  title: mark('Add Channel Axis'),
  summary: 'Gives a MASK a last axis of size 1, so that it multiplies an IMAGE pixel by pixel.',
  from: mark('MASK [B,H,W]'),
  to: mark('[B,H,W,1]'),
  how: 'bits',
  takes: 'inPlace',
  suffix: 'with-channel',
  madeFor: 'MASK',
  options: [],
  applies: firstReason(rankIs(3), kindIs('MASK'), notEmpty),
  run: ([input]) => [viewStream(unsqueeze(input!.tensor, 3))],
  torchSnippet: name => assign(name, `${name}.unsqueeze(-1)`),
  numpySnippet: name => assign(name, `${name}[..., None]`),
};
