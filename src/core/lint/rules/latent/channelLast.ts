import { latentContract } from '../../../contracts/latent';
import { t, verbatim } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject, variableOf } from '../../subject';

/** By layout: the order that torch's permute needs, and what the result is called. */
const ORDERS: ReadonlyMap<string, { readonly torch: string; readonly order: readonly number[] }> =
  new Map([
    ['HWC', { torch: 'permute(2, 0, 1).unsqueeze(0)', order: [2, 0, 1] }],
    ['BHWC', { torch: 'permute(0, 3, 1, 2)', order: [0, 3, 1, 2] }],
    ['BTHWC', { torch: 'permute(0, 4, 1, 2, 3)', order: [0, 4, 1, 2, 3] }],
  ]);

export const latentChannelLast: HeaderRule = {
  id: 'latent/channel-last',
  severity: 'error',
  title: 'LATENT is channel last',
  description:
    'The samples of a LATENT are [B,H,W,C] with C a known channel count; LATENT is channel first.',
  fix: 'toChannelFirst',
  needs: 'headers',
  check: each(latentContract, (tensor, reading) => {
    const { shape } = tensor.header;
    const order = ORDERS.get(reading.layout);
    if (reading.fault !== 'channel-last' || !order) return null;
    const name = variableOf(tensor);
    const batch = reading.layout === 'HWC' ? [1] : [];
    const mended = [...batch, ...order.order.map(axis => shape[axis])].join(', ');
    const letters = [...reading.layout].join(',');
    return {
      message: t`${subject(tensor)} is channel last: [${letters}] ${shapeOf(tensor)} has ${shape.at(-1)} channels in its last dim, but a LATENT is [B,C,H,W], here [${mended}].`,
      found: verbatim(`[${letters}] ${shapeOf(tensor)}`),
      expected: verbatim(`[B,C,H,W] [${mended}]`),
      why: t('Models take dim 1 for the channels and raise "expected input to have 4 channels".'),
      torch: `${name} = ${name}.${order.torch}`,
      ...(shape.length === 5 ? { fix: null } : {}),
    };
  }),
};
