import { batchDropped } from './batchDropped';
import { catRank } from './catRank';
import { imageChannelFirst } from './imageChannelFirst';
import { imageEmpty } from './imageEmpty';
import { imageRange } from './imageRange';
import { imageRank } from './imageRank';
import { indexRank } from './indexRank';
import { inputMutated } from './inputMutated';
import { interpolateChannelLast } from './interpolateChannelLast';
import { interpolateRank } from './interpolateRank';
import { latentDict } from './latentDict';
import { latentKeysDropped } from './latentKeysDropped';
import { latentMutated } from './latentMutated';
import { maskBroadcast } from './maskBroadcast';
import { maskRank } from './maskRank';
import { noneInSlot } from './noneInSlot';
import { numpyDevice } from './numpyDevice';
import { permuteRank } from './permuteRank';
import { returnArity } from './returnArity';
import { returnArray } from './returnArray';
import { returnBare } from './returnBare';
import { returnDict } from './returnDict';
import { returnList } from './returnList';
import { returnNone } from './returnNone';
import { returnTypesString } from './returnTypesString';
import type { PythonRule } from './rule';
import { truthiness } from './truthiness';
import { uiInTuple } from './uiInTuple';

/** Every rule, in the order of the docs; where two object to the same thing, the first speaks. */
export const PYTHON_RULES: readonly PythonRule[] = [
  returnNone,
  returnBare,
  returnTypesString,
  uiInTuple,
  returnArity,
  returnDict,
  returnArray,
  noneInSlot,
  imageEmpty,
  returnList,
  imageRank,
  imageChannelFirst,
  imageRange,
  maskRank,
  latentDict,
  latentKeysDropped,
  interpolateChannelLast,
  interpolateRank,
  permuteRank,
  indexRank,
  catRank,
  maskBroadcast,
  truthiness,
  inputMutated,
  latentMutated,
  numpyDevice,
  batchDropped,
];
