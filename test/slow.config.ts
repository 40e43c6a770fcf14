import { defineConfig } from 'vitest/config';

/** Plain tests that take too long to run at every save: corpora, cuts at every byte, compilers, killed processes. */
export default defineConfig({
  test: {
    setupFiles: ['test/support/setup.ts'],
    include: ['test/**/*.slow.test.ts'],
    testTimeout: 120_000,
  },
});
