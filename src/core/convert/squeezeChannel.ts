import { maskContract } from '../contracts/mask';
import { type LocalText, mark, t } from '../l10n';
import { firstReason, nameOf, notEmpty, rankIs, shapeText } from './checks';
import type { ConversionInput, OneConversion } from './conversion';
import { assign } from './snippets';
import { squeeze } from './views';

/** `[B,1,H,W]` or `[B,H,W,1]` to MASK `[B,H,W]`. */
export const squeezeChannel: OneConversion = {
  id: 'squeezeChannel',
  title: mark('Squeeze Channel Axis'),
  summary: 'Takes away a channel axis of size 1: a MASK has none.',
  from: mark('[B,1,H,W] or [B,H,W,1]'),
  to: mark('MASK [B,H,W]'),
  how: 'bits',
  takes: 'one',
  group: 'shape',
  suffix: 'no-channel',
  madeFor: maskContract.kind,
  menu: 'palette',
  safeFix: 'axes',
  options: [],
  applies: firstReason(rankIs(4), notEmpty, hasSingleChannel),
  run: input => [squeeze(input.tensor, channelAxis(input.tensor.shape))],
  example: { tensors: [['mask', maskContract.kind, 'F32', [1, 1, 512, 768]]] },
  torchSnippet: name =>
    assign(name, `${name}.squeeze(-1) if ${name}.shape[-1] == 1 else ${name}.squeeze(1)`),
  numpySnippet: name =>
    assign(name, `${name}.squeeze(-1) if ${name}.shape[-1] == 1 else ${name}.squeeze(1)`),
};

/** The last axis where both are 1: the bytes are the same either way. */
function channelAxis(shape: readonly number[]): number {
  return shape[3] === 1 ? 3 : 1;
}

function hasSingleChannel(input: ConversionInput): LocalText | null {
  const { shape } = input.tensor;
  return shape[1] === 1 || shape[3] === 1
    ? null
    : t`${nameOf(input)} has shape ${shapeText(shape)}: neither axis 1 nor the last one has size 1`;
}
