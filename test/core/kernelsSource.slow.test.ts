import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { GENERATED_PATH, generateKernels } from '../../scripts/buildKernels.mjs';

test('the checked-in kernels are what their source compiles to', async () => {
  expect(await readFile(GENERATED_PATH, 'utf8')).toBe(await generateKernels());
});
