import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../support/sourceFiles';

test('the first inputs of every kind, the same in each run, are read or refused', async () => {
  const args = [join(ROOT, 'scripts', 'fuzz.mjs'), '--seed', '1', '--inputs', '200'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toMatch(/, 2200 inputs, \d+ opened, 0 crashes, 0 findings\n$/);
}, 600_000);
