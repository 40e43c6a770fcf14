import type { HeaderRule, ValueRule } from './rule';
import { imageAlpha } from './rules/image/alpha';
import { imageChannelCount } from './rules/image/channelCount';
import { imageChannelFirst } from './rules/image/channelFirst';
import { imageDtype } from './rules/image/dtype';
import { imageRange } from './rules/image/range';
import { imageRangeSigned } from './rules/image/rangeSigned';
import { imageSingleChannel } from './rules/image/singleChannel';
import { batchMissingRules } from './rules/kind/batchMissing';
import { emptyRules } from './rules/kind/empty';
import { notFiniteRules } from './rules/kind/notFinite';
import { range255Rules } from './rules/kind/range255';
import { rankRules } from './rules/kind/rank';
import { latentChannelCount } from './rules/latent/channelCount';
import { latentChannelLast } from './rules/latent/channelLast';
import { latentKeyMissing } from './rules/latent/keyMissing';
import { latentNoiseMask } from './rules/latent/noiseMask';
import { latentOldFormat } from './rules/latent/oldFormat';
import { maskBatchMismatch } from './rules/mask/batchMismatch';
import { maskChannelAxis } from './rules/mask/channelAxis';
import { maskDtype } from './rules/mask/dtype';
import { maskPlaceholder } from './rules/mask/placeholder';
import { maskRange } from './rules/mask/range';
import { maskSizeMismatch } from './rules/mask/sizeMismatch';
import { tensorConstant } from './rules/tensor/constant';
import { tensorNotFinite } from './rules/tensor/notFinite';

/** Rules that speak when a file is opened. */
export const HEADER_RULES: readonly HeaderRule[] = [
  ...batchMissingRules,
  ...rankRules,
  ...emptyRules,
  imageChannelFirst,
  imageChannelCount,
  imageAlpha,
  imageSingleChannel,
  imageDtype,
  maskChannelAxis,
  maskDtype,
  maskSizeMismatch,
  maskBatchMismatch,
  latentChannelLast,
  latentChannelCount,
  latentKeyMissing,
  latentNoiseMask,
  latentOldFormat,
];

/** Rules that speak once values have been read. */
export const VALUE_RULES: readonly ValueRule[] = [
  ...range255Rules,
  ...notFiniteRules,
  imageRangeSigned,
  imageRange,
  maskRange,
  maskPlaceholder,
  tensorNotFinite,
  tensorConstant,
];
