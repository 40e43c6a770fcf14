import { checkValues } from './checkValues';
import type { Command } from './command';
import { convert } from './convert';
import { copyAsPython } from './copyAsPython';
import { copyTorchFix } from './copyTorchFix';
import { fixAll } from './fixAll';
import { openRule, openSettings, showLog } from './help';
import { openWithLoupe } from './open';
import { openSamples } from './openSamples';
import { pairFiles } from './pairFiles';
import { cancelScan, scanWorkspace } from './scan';

export const commands: readonly Command[] = [
  openWithLoupe,
  openSamples,
  convert,
  checkValues,
  scanWorkspace,
  cancelScan,
  fixAll,
  copyTorchFix,
  copyAsPython,
  pairFiles,
  openRule,
  openSettings,
  showLog,
];
