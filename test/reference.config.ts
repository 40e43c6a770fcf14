import { defineConfig } from 'vitest/config';

/** Tests whose truth comes from Python's NumPy, Pillow and, where it is there, torch. */
export default defineConfig({
  test: {
    setupFiles: ['test/support/setup.ts'],
    include: ['test/**/*.reference.test.ts'],
    testTimeout: 60_000,
  },
});
