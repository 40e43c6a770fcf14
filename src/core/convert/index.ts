import { addBatch } from './addBatch';
import { addChannel } from './addChannel';
import type { Conversion } from './conversion';
import { dropBatch } from './dropBatch';
import { exportPng } from './exportPng';
import { invertMask } from './invertMask';
import { rename } from './rename';
import { repeatBatch } from './repeatBatch';
import { rewrite } from './rewrite';
import { saveAs } from './saveAs';
import { selectBatch } from './selectBatch';
import { splitBatch } from './splitBatch';
import { squeezeChannel } from './squeezeChannel';
import { stackBatch } from './stackBatch';
import { toChannelFirst } from './toChannelFirst';
import { toChannelLast } from './toChannelLast';

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
  invertMask,
  exportPng,
  saveAs,
];
