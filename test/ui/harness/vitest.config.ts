import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    setupFiles: ['test/support/setup.ts'],
    include: ['test/ui/harness/**/*.test.ts'],
    globalSetup: 'test/ui/harness/setup.ts',
    testTimeout: 90_000,
    hookTimeout: 90_000,
    // A real browser on a busy machine misses a click now and then; who needed it is named at the end.
    retry: 1,
    expect: { poll: { timeout: 15_000 } },
    // All files share one browser and one server, and no test changes what modules share.
    isolate: false,
    maxWorkers: Math.max(2, availableParallelism()),
  },
});
