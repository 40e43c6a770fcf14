import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/ui/**/*.test.ts'],
    exclude: ['test/ui/harness/**'],
    testTimeout: 60_000,
    hookTimeout: 90_000,
    // One VS Code serves all files, and its machine may have two cores.
    fileParallelism: false,
    isolate: false,
  },
});
