import { defineConfig } from 'vitest/config';

/** Plain tests that take too long to run at every save: corpora, cuts at every byte, compilers, killed processes. */
// Some hold a time limit against hostile input, which a busy machine can miss once.
export default defineConfig({
  test: { include: ['test/**/*.slow.test.ts'], testTimeout: 120_000, retry: 1 },
});
