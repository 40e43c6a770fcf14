import { mark, t } from '../../../src/core/l10n';
import { areColors } from '../../../src/core/present/present';
import type { ViewContext } from '../../context';

const COLOR_TITLES = [mark('Red'), mark('Green'), mark('Blue'), mark('Alpha')];

/** A channel by its colour where the axis has three or four of them and no latent's, else by its number. */
export function channelTitle({ tensor }: ViewContext, axis: number, channel: number): string {
  const count = tensor.shape[axis] ?? 1;
  const isColor = areColors(tensor, count);
  return isColor ? t(COLOR_TITLES[channel]!) : t('Channel {0}', channel);
}
