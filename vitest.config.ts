import { configDefaults, defineConfig } from 'vitest/config';

/** Suites of their own: tests that ask Python's NumPy, Pillow or torch for the truth, and long ones. */
const OTHER_SUITES = ['**/*.reference.test.ts', '**/*.slow.test.ts'];

export default defineConfig({
  test: {
    setupFiles: ['test/support/setup.ts'],
    include: ['test/{core,engine,session,host,webview,protocol,contract,cli,scripts}/**/*.test.ts'],
    // Against what hangs: a busy machine takes its time, for the disk above all.
    testTimeout: 60_000,
    // Loading the maths library anew for every file took longer than the tests; no test changes what modules share.
    isolate: false,
    // Two workers on two cores: the default keeps one core for a watcher.
    maxWorkers: '100%',
    exclude: [...configDefaults.exclude, ...OTHER_SUITES],
  },
});
