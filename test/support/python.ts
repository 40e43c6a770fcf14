import { execFile, execFileSync, spawn } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Debian's Python, with python3-numpy and python3-pil. */
const PYTHON = process.env.TENSOR_LOUPE_PYTHON ?? '/usr/bin/python3';

/** Whether Python can import a module; CI must have NumPy, so its absence there fails instead of skipping. */
export function pythonHas(module: string): boolean {
  try {
    execFileSync(PYTHON, ['-c', `import ${module}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Runs a script; its standard output. Warnings of NumPy's casts are silenced. */
export async function python(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(PYTHON, ['-W', 'ignore', '-c', script, ...args], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

/** Runs a script that answers each line of its standard input by one. */
export async function pythonLines(script: string, lines: readonly string[]): Promise<string[]> {
  const child = spawn(PYTHON, ['-W', 'ignore', '-c', script], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.end(`${lines.join('\n')}\n`);
  const pieces: Buffer[] = [];
  for await (const piece of child.stdout) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8').trimEnd().split('\n');
}
