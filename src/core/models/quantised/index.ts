import { awq } from './awq';
import { bitsandbytes4 } from './bitsandbytes4';
import { bitsandbytes8 } from './bitsandbytes8';
import { comfyInt8 } from './comfyInt8';
import type { QuantConvention } from './convention';
import { gptq } from './gptq';
import { mxfp8 } from './mxfp8';
import { nunchaku } from './nunchaku';
import { nvfp4 } from './nvfp4';
import { scaledFp8 } from './scaledFp8';
import { torchao } from './torchao';

/** Every convention; of several that take a weight for theirs the first counts. */
export const CONVENTIONS: readonly QuantConvention[] = [
  bitsandbytes4,
  bitsandbytes8,
  nvfp4,
  mxfp8,
  nunchaku,
  awq,
  gptq,
  torchao,
  comfyInt8,
  scaledFp8,
];
