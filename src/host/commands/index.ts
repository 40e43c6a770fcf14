import { checkValues } from './checkValues';
import type { Command } from './command';
import { convert } from './convert';
import { copyAsPython } from './copyAsPython';
import { copyTorchFix } from './copyTorchFix';
import { fixAll } from './fixAll';
import { openRule, openSettings, showLog } from './help';
import { giveKindToFolder, ignoreFinding } from './ignore';
import { openWithLoupe, showFinding } from './open';
import { openSamples } from './openSamples';
import { pairFiles } from './pairFiles';
import { reloadPage } from './reloadPage';
import { cancelScan, checkWorkspacePython, scanWorkspace } from './scan';
import { nextFile, previousFile } from './walkFolder';

export const commands: readonly Command[] = [
  openWithLoupe,
  showFinding,
  openSamples,
  convert,
  checkValues,
  scanWorkspace,
  checkWorkspacePython,
  cancelScan,
  fixAll,
  copyTorchFix,
  copyAsPython,
  pairFiles,
  nextFile,
  previousFile,
  reloadPage,
  ignoreFinding,
  giveKindToFolder,
  openRule,
  openSettings,
  showLog,
];
