import { defineConfig } from 'vitest/config';

/** Files of other projects, which lie outside the repository: `npm run test:foreign`. */
export default defineConfig({
  test: {
    setupFiles: ['test/support/setup.ts'],
    include: ['test/foreign/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
