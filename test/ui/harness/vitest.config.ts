import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/ui/harness/**/*.test.ts'],
    globalSetup: 'test/ui/harness/build.ts',
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // A real browser on a busy machine misses a click now and then; what fails three times is broken.
    retry: 2,
    fileParallelism: false,
  },
});
