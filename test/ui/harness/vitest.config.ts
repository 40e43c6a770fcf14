import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/ui/harness/**/*.test.ts'],
    globalSetup: 'test/ui/harness/build.ts',
    testTimeout: 90_000,
    hookTimeout: 90_000,
    fileParallelism: false,
  },
});
