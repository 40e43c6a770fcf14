// npm run test:foreign: files of other projects, where they are; says so where they are not.
import { ensureForeign, runForeign } from './lib/foreign.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { Missing, main, say } from './lib/stop.mjs';

await main(async () => {
  await ensurePackages();
  try {
    const { failed } = await runForeign(await ensureForeign());
    return failed === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Missing)) throw error;
    say(`not run: needs ${error.message}`);
    return 0;
  }
});
