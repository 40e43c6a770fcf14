import { execFileSync } from 'node:child_process';
import { runQuietly } from './cleanUp.mjs';
import { Stop, say } from './stop.mjs';

const CANDIDATES = [process.env.TENSOR_LOUPE_PYTHON, '/usr/bin/python3', 'python3', 'python'];
const PACKAGES = ['python3-numpy', 'python3-pil'];

function find() {
  return CANDIDATES.filter(Boolean).find(program => {
    try {
      execFileSync(program, ['-c', 'import numpy, PIL'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * A Python with NumPy and Pillow, which say what is true of the files that we read and write: an installed
 * one, else Debian's by apt where the user is root.
 * @throws {Stop} that says what to install.
 */
export async function ensurePython() {
  const installed = find();
  if (installed) return installed;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('Installing NumPy and Pillow by apt...');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await runQuietly('apt-get', ['update', '-q'], { env });
    await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...PACKAGES], { env });
  }
  const now = find();
  if (now) return now;
  throw new Stop(
    'no Python with NumPy and Pillow was found: install both, or name one in TENSOR_LOUPE_PYTHON',
  );
}
