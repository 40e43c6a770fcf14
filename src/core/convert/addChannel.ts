import { maskContract } from '../contracts/mask';
import { mark } from '../l10n';
import { firstReason, kindIs, notEmpty, rankIs } from './checks';
import type { OneConversion } from './conversion';
import { MASK } from './docsExamples';
import { assign } from './snippets';
import { unsqueeze } from './views';

/** MASK `[B,H,W]` to `[B,H,W,1]`, so that it broadcasts against an IMAGE. */
export const addChannel: OneConversion = {
  id: 'addChannel',
  title: mark('Add Channel Axis'),
  summary: 'Gives a MASK a last axis of size 1, so that it multiplies an IMAGE pixel by pixel.',
  from: mark('MASK [B,H,W]'),
  to: mark('[B,H,W,1]'),
  how: 'bits',
  takes: 'one',
  group: 'shape',
  suffix: 'with-channel',
  madeFor: maskContract.kind,
  options: [],
  applies: firstReason(rankIs(3), kindIs(maskContract.kind), notEmpty),
  run: input => [unsqueeze(input.tensor, 3)],
  example: { tensors: [MASK] },
  torchSnippet: name => assign(name, `${name}.unsqueeze(-1)`),
  numpySnippet: name => assign(name, `${name}[..., None]`),
};
