import type { Writing } from '../platform';
import { atomicWrite, demandTarget, discardStaged, giveNames, stageFile } from './atomicWrite';
import { removeLeftovers } from './leftovers';

export const writing: Writing = {
  atomicWrite,
  stageFile,
  giveNames,
  discardStaged,
  demandTarget,
  removeLeftovers,
};
