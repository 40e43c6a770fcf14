import { latentContract } from '../../../contracts/latent';
import { LATENT_WIDTHS } from '../../../contracts/latentFormats';
import { SEQUENCE_WIDTHS } from '../../../contracts/latentReading';
import { sizeOf } from '../../../contracts/reading';
import { type LocalText, t } from '../../../l10n';
import type { HeaderRule } from '../../rule';
import { each, shapeOf, subject } from '../../subject';

export const latentChannelCount: HeaderRule = {
  id: 'latent/channel-count',
  severity: 'warning',
  title: "LATENT has no known format's channel count",
  description: "The samples of a LATENT have a channel count that is no known latent format's.",
  needs: 'headers',
  check: each(latentContract, (tensor, reading) => {
    if (reading.fault !== 'channel-count') return null;
    const widths = reading.layout === 'BCL' ? SEQUENCE_WIDTHS : LATENT_WIDTHS;
    const known = [...widths].sort((a, b) => a - b).join(', ');
    const found = channelsIn(sizeOf(reading, 'C') ?? 0, shapeOf(tensor));
    return {
      message: t`${subject(tensor)} has ${found}, which is no known latent format's count (${known}): a model or VAE of another width refuses it.`,
      found,
      expected: t`${known} channels in dim 1`,
      why: t(
        'A model raises "expected input to have 4 channels, but got ..." when the latent is of another format.',
      ),
    };
  }),
};

function channelsIn(count: number, shape: string): LocalText {
  return count === 1 ? t`${count} channel in ${shape}` : t`${count} channels in ${shape}`;
}
