import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { runScript } from '../../support/scripts';

const PYTHON = process.env.TENSOR_LOUPE_PYTHON || '/usr/bin/python3';
const hasTorch = (() => {
  try {
    execFileSync(PYTHON, ['-c', 'import torch'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasTorch)('random programs: what the checker knows is what torch gives', async () => {
  const output = await runScript('python-differential.mjs', ['600', '4242'], { PYTHON });
  expect(output).toMatch(/^600 programs, .* 0 disagreements$/m);
});
