import type { HeaderRule, ValueRule } from './rule';
import { imageAlpha } from './rules/image/alpha';
import { imageBatchMissing } from './rules/image/batchMissing';
import { imageChannelCount } from './rules/image/channelCount';
import { imageChannelFirst } from './rules/image/channelFirst';
import { imageDtype } from './rules/image/dtype';
import { imageEmpty } from './rules/image/empty';
import { imageNotFinite } from './rules/image/notFinite';
import { imageRange } from './rules/image/range';
import { imageRange255 } from './rules/image/range255';
import { imageRangeSigned } from './rules/image/rangeSigned';
import { imageRank } from './rules/image/rank';
import { imageSingleChannel } from './rules/image/singleChannel';
import { latentBatchMissing } from './rules/latent/batchMissing';
import { latentChannelCount } from './rules/latent/channelCount';
import { latentChannelLast } from './rules/latent/channelLast';
import { latentEmpty } from './rules/latent/empty';
import { latentKeyMissing } from './rules/latent/keyMissing';
import { latentNoiseMask } from './rules/latent/noiseMask';
import { latentNotFinite } from './rules/latent/notFinite';
import { latentOldFormat } from './rules/latent/oldFormat';
import { latentRank } from './rules/latent/rank';
import { maskBatchMismatch } from './rules/mask/batchMismatch';
import { maskBatchMissing } from './rules/mask/batchMissing';
import { maskChannelAxis } from './rules/mask/channelAxis';
import { maskDtype } from './rules/mask/dtype';
import { maskEmpty } from './rules/mask/empty';
import { maskNotFinite } from './rules/mask/notFinite';
import { maskPlaceholder } from './rules/mask/placeholder';
import { maskRange } from './rules/mask/range';
import { maskRange255 } from './rules/mask/range255';
import { maskRank } from './rules/mask/rank';
import { maskSizeMismatch } from './rules/mask/sizeMismatch';
import { tensorConstant } from './rules/tensor/constant';
import { tensorNotFinite } from './rules/tensor/notFinite';

/** Rules that speak when a file is opened. */
export const HEADER_RULES: readonly HeaderRule[] = [
  imageBatchMissing,
  imageChannelFirst,
  imageChannelCount,
  imageRank,
  imageAlpha,
  imageSingleChannel,
  imageDtype,
  imageEmpty,
  maskBatchMissing,
  maskChannelAxis,
  maskRank,
  maskDtype,
  maskSizeMismatch,
  maskBatchMismatch,
  maskEmpty,
  latentBatchMissing,
  latentChannelLast,
  latentRank,
  latentChannelCount,
  latentKeyMissing,
  latentNoiseMask,
  latentOldFormat,
  latentEmpty,
];

/** Rules that speak once values have been read. */
export const VALUE_RULES: readonly ValueRule[] = [
  imageRange255,
  imageRangeSigned,
  imageRange,
  imageNotFinite,
  maskRange255,
  maskRange,
  maskNotFinite,
  maskPlaceholder,
  latentNotFinite,
  tensorNotFinite,
  tensorConstant,
];
