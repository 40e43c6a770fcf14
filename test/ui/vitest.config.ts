import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['test/support/setup.ts'],
    include: ['test/ui/**/*.test.ts'],
    exclude: ['test/ui/harness/**'],
    testTimeout: 90_000,
    expect: { poll: { timeout: 30_000, interval: 200 } },
    hookTimeout: 120_000,
    // A real browser on a busy machine misses a click now and then; who needed it is named at the end.
    retry: 1,
    // One VS Code serves all files, and its machine may have two cores.
    fileParallelism: false,
    isolate: false,
  },
});
