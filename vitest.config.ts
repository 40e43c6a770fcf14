import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{core,engine,host,webview,protocol,contract,cli,scripts}/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
