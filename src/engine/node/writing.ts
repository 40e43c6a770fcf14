import type { Writing } from '../platform';
import { atomicWrite, demandTarget, discardStaged, giveNames, stageFile } from './atomicWrite';
import { removeLeftovers } from './leftovers';

/** Writes whole files or none. */
export const writing: Writing = {
  atomicWrite,
  stageFile,
  giveNames,
  discardStaged,
  demandTarget,
  removeLeftovers,
};
