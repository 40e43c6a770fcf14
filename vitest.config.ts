import { configDefaults, defineConfig } from 'vitest/config';

/** Tests that ask Python's NumPy, Pillow or torch for the truth run on their own: starting Python takes time. */
const REFERENCE = '**/*.reference.test.ts';

export default defineConfig({
  test: {
    include: ['test/{core,engine,host,webview,protocol,contract,cli,scripts}/**/*.test.ts'],
    testTimeout: 20_000,
    exclude: [...configDefaults.exclude, REFERENCE],
  },
});
