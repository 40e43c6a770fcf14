import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import * as colormaps from '../../scripts/buildColormaps.mjs';
import * as kernels from '../../scripts/buildKernels.mjs';

test('the checked-in kernels are what their source compiles to', async () => {
  expect(await readFile(kernels.GENERATED_PATH, 'utf8')).toBe(await kernels.generateKernels());
});

test('the checked-in colormaps are those of the library', async () => {
  expect(await readFile(colormaps.GENERATED_PATH, 'utf8')).toBe(colormaps.generateColormaps());
});
