// The optional suite over files of other projects, which may not be copied into this one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './places.mjs';
import { Missing } from './stop.mjs';
import { runVitest } from './vitest.mjs';

/** Where the files may lie: beside the checkout, or where LOUPE_FOREIGN says. */
const FOLDER = process.env.LOUPE_FOREIGN ?? join(ROOT, '..', 'shared', 'foreign');

/** Published weights of FLUX.2's small decoder, beside that folder. */
const TAEF2 = join(FOLDER, '..', 'cases', 'tae', 'taef2_decoder.pth');

/** @throws {Missing} where the files are not there: they are optional everywhere. */
export async function ensureForeign() {
  if (!existsSync(join(FOLDER, 'expected.json')))
    throw new Missing(
      'the files of other projects in LOUPE_FOREIGN, which are not part of the repository',
      true,
    );
  return FOLDER;
}

/** @returns {Promise<import('./hostSuite.mjs').Results>} */
export function runForeign(folder) {
  const weights = existsSync(TAEF2) ? { LOUPE_TAEF2: TAEF2 } : {};
  return runVitest('test/foreign.config.ts', { LOUPE_FOREIGN: folder, ...weights });
}
