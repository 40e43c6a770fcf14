import { join } from 'node:path';
import { runQuietly } from './cleanUp.mjs';
import { ROOT } from './places.mjs';
import { Stop } from './stop.mjs';

/** Builds all bundles into dist. @throws {Stop} with the bundler's errors. */
export async function build(args = []) {
  const command = [join(ROOT, 'esbuild.mjs'), ...args];
  const { code, output } = await runQuietly(process.execPath, command, { cwd: ROOT });
  if (code !== 0) throw new Stop(`The build failed:\n${output.trim()}`);
}
