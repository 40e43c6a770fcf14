import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runQuietly } from './cleanUp.mjs';
import { ROOT, whichProgram } from './places.mjs';
import { Stop, say } from './stop.mjs';

const OLDEST_NODE = [20, 9];

/** npm as a program and its first arguments: the npm that runs us, else the one on the PATH. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return [process.execPath, [script]];
  const found = whichProgram('npm');
  if (!found)
    throw new Stop('npm is missing: install Node.js 20 or newer with npm, then run again');
  return [found, []];
}

/** npm sets these for its scripts; a nested npm must not take them as wishes for another folder. */
function cleanEnvironment() {
  const env = { ...process.env };
  for (const name of ['npm_config_local_prefix', 'npm_config_omit', 'npm_config_dry_run'])
    delete env[name];
  return env;
}

/**
 * Runs npm in a folder. @throws {Stop} with the last lines of npm's output when it fails.
 * @param {readonly string[]} args
 * @param {string} folder
 */
export async function npm(args, folder) {
  const [command, first] = npmCommand();
  const options = { cwd: folder, env: cleanEnvironment(), shell: command.endsWith('.cmd') };
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];
  const { code, output } = await runQuietly(command, [...first, ...args, ...quiet], options);
  if (code === 0) return;
  // npm's first lines say what is wrong, the rest is its usage text and where its log lies.
  const lines = output.split('\n').map(line => line.replace(/^npm (error|warn)\s?/, '').trim());
  const said = lines.filter(Boolean).slice(0, 4).join(' | ');
  throw new Stop(`npm ${args[0]} failed in ${folder} (is the npm registry in reach?): ${said}`);
}

/** Why the installed packages are not those of package-lock.json; undefined when they are. */
export function staleReason(wanted, installed) {
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === '') continue;
    const found = installed.packages[path];
    if (!found && !entry.optional && !entry.devOptional && !entry.peer) return `${path} is missing`;
    if (found && found.version !== entry.version) return `${path} is ${found.version}`;
  }
  return undefined;
}

async function installedReason() {
  // npm writes this file last, so an interrupted install does not have it.
  const marker = join(ROOT, 'node_modules', '.package-lock.json');
  if (!existsSync(marker)) return 'no packages are installed';
  const [wanted, installed] = await Promise.all(
    [join(ROOT, 'package-lock.json'), marker].map(async file =>
      JSON.parse(await readFile(file, 'utf8')),
    ),
  );
  return staleReason(wanted, installed);
}

/** Installs the packages of package-lock.json unless they are there. @throws {Stop} */
export async function ensurePackages() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]))
    throw new Stop(`Node.js ${process.versions.node} is too old: install Node.js 20.9 or newer`);
  const reason = await installedReason();
  if (reason === undefined) return;
  say(`Installing packages (${reason})...`);
  try {
    await npm(['ci'], ROOT);
  } catch (error) {
    if (!/in sync/.test(error.message)) throw error;
    // A lock file that lacks packages of other platforms is refused by `ci` alone.
    await npm(['install', '--no-save'], ROOT);
  }
}
