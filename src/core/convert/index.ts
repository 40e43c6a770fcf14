import { addBatch } from './addBatch';
import { addChannel } from './addChannel';
import { castDtype } from './castDtype';
import { channelToMask } from './channelToMask';
import { clamp01 } from './clamp01';
import { colorToMask } from './colorToMask';
import { compositeMasked } from './compositeMasked';
import type { Conversion } from './conversion';
import { dequantize } from './dequantize';
import { divide255 } from './divide255';
import { dropBatch } from './dropBatch';
import { exportPng } from './exportPng';
import { featherMask } from './featherMask';
import { growMask } from './growMask';
import { invertMask } from './invertMask';
import { joinAlpha } from './joinAlpha';
import { latentToRgb } from './latentToRgb';
import { maskToImage } from './maskToImage';
import { rename } from './rename';
import { repeatBatch } from './repeatBatch';
import { replaceNonFinite } from './replaceNonFinite';
import { rescaleOldLatent } from './rescaleOldLatent';
import { resizeImage } from './resizeImage';
import { resizeMask } from './resizeMask';
import { rewrite } from './rewrite';
import { saveAs } from './saveAs';
import { selectBatch } from './selectBatch';
import { setNoiseMask } from './setNoiseMask';
import { signedToUnit } from './signedToUnit';
import { splitAlpha } from './splitAlpha';
import { splitBatch } from './splitBatch';
import { squeezeChannel } from './squeezeChannel';
import { stackBatch } from './stackBatch';
import { thresholdMask } from './thresholdMask';
import { toChannelFirst } from './toChannelFirst';
import { toChannelLast } from './toChannelLast';
import { toFloat32 } from './toFloat32';

/** Every conversion, in the order in which they are shown. */
export const CONVERSIONS: readonly Conversion[] = [
  toChannelFirst,
  toChannelLast,
  addBatch,
  dropBatch,
  addChannel,
  squeezeChannel,
  selectBatch,
  splitBatch,
  stackBatch,
  repeatBatch,
  rename,
  rewrite,
  castDtype,
  toFloat32,
  dequantize,
  divide255,
  signedToUnit,
  clamp01,
  replaceNonFinite,
  invertMask,
  thresholdMask,
  growMask,
  featherMask,
  resizeMask,
  maskToImage,
  channelToMask,
  colorToMask,
  splitAlpha,
  joinAlpha,
  compositeMasked,
  resizeImage,
  setNoiseMask,
  rescaleOldLatent,
  latentToRgb,
  exportPng,
  saveAs,
];
