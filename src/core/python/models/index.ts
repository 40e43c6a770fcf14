import { arrayOps, fromNumpyOps } from './arrays';
import { itemCasts, namedCasts, numpyCasts, placeCasts, toCasts } from './casts';
import { repeatBatchOps, upscaleOps } from './comfy';
import {
  eyeConstructors,
  likeConstructors,
  lineConstructors,
  meshConstructors,
  newConstructors,
  rangeConstructors,
  sizedConstructors,
} from './constructors';
import { convOps, poolOps } from './convolution';
import { binaryOps, ternaryOps, unaryOps } from './elementwise';
import { fourierOps } from './fourier';
import { catOps, stackKindOps, stackOps } from './joining';
import { moveOps, permuteOps, squeezeOps, swapOps, transposeTwoOps, unsqueezeOps } from './layout';
import { matmulOps } from './matmul';
import type { OpFamily } from './model';
import { fromArrayOps, pictureConstructors, pictureFunctions } from './pil';
import { copyOps, questionOps } from './queries';
import { rearrangeOps } from './rearrange';
import { placeOps, quantileOps, reductionOps, sortOps } from './reductions';
import {
  expandOps,
  flattenOps,
  repeatInterleaveOps,
  repeatOps,
  reshapeOps,
  unflattenOps,
} from './reshape';
import {
  affineGridOps,
  gridSampleOps,
  interpolateOps,
  padOps,
  rotateOps,
  shuffleOps,
} from './spatial';
import {
  gatherOps,
  indexSelectOps,
  narrowOps,
  selectOps,
  splitOps,
  unbindOps,
  unfoldOps,
} from './splitting';
import { pictureTensorOps, tensorPictureOps } from './transforms';
import { colourOps, cvOps, filterOps, visionOps } from './vision';

/** Every modelled operation, one entry a family. Where two name the same call, the last wins. */
export const opFamilies: readonly OpFamily[] = [
  unaryOps,
  binaryOps,
  ternaryOps,
  permuteOps,
  swapOps,
  moveOps,
  unsqueezeOps,
  squeezeOps,
  transposeTwoOps,
  reshapeOps,
  flattenOps,
  unflattenOps,
  expandOps,
  repeatOps,
  repeatInterleaveOps,
  catOps,
  stackOps,
  stackKindOps,
  splitOps,
  unbindOps,
  narrowOps,
  selectOps,
  indexSelectOps,
  gatherOps,
  reductionOps,
  quantileOps,
  sortOps,
  placeOps,
  interpolateOps,
  padOps,
  convOps,
  poolOps,
  gridSampleOps,
  affineGridOps,
  shuffleOps,
  rotateOps,
  sizedConstructors,
  likeConstructors,
  newConstructors,
  rangeConstructors,
  lineConstructors,
  eyeConstructors,
  meshConstructors,
  namedCasts,
  toCasts,
  placeCasts,
  numpyCasts,
  itemCasts,
  arrayOps,
  fromNumpyOps,
  fromArrayOps,
  pictureConstructors,
  pictureFunctions,
  upscaleOps,
  repeatBatchOps,
  matmulOps,
  rearrangeOps,
  visionOps,
  cvOps,
  colourOps,
  filterOps,
  fourierOps,
  copyOps,
  questionOps,
  unfoldOps,
  pictureTensorOps,
  tensorPictureOps,
];
