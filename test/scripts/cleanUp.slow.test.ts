import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { ROOT } from '../support/sourceFiles';

const CLEAN_UP = pathToFileURL(join(ROOT, 'scripts', 'lib', 'cleanUp.mjs')).href;

/** A script that starts a program, which starts another, and then waits. */
const SCRIPT = `
  import { startProcess, temporaryFolder } from ${JSON.stringify(CLEAN_UP)};
  const grandchild = 'setInterval(() => {}, 1000); console.log(process.pid)';
  const child = 'const { spawn } = require("node:child_process");' +
    'spawn(process.execPath, ["-e", ' + JSON.stringify(grandchild) + '], { stdio: "inherit" });' +
    'setInterval(() => {}, 1000); console.log(process.pid)';
  console.log(temporaryFolder('test'));
  startProcess(process.execPath, ['-e', child], { stdio: ['ignore', 'inherit', 'inherit'] });
  setInterval(() => {}, 1000);
`;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s ends all that a script started and removes its folders',
  async signal => {
    const script = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT]);
    let output = '';
    script.stdout.on('data', data => {
      output += data;
    });
    while (output.trim().split('\n').length < 3) await once(script.stdout, 'data');
    const [folder = '', ...pids] = output.trim().split('\n');
    expect({ folder: existsSync(folder), alive: pids.map(Number).every(isAlive) }).toEqual({
      folder: true,
      alive: true,
    });

    script.kill(signal);
    await once(script, 'exit');

    expect(existsSync(folder)).toBe(false);
    expect(pids.map(Number).filter(isAlive)).toEqual([]);
  },
);
