import { execFileSync } from 'node:child_process';
import { runQuietly } from './cleanUp.mjs';
import { Missing, say } from './stop.mjs';

const CANDIDATES = [process.env.TENSOR_LOUPE_PYTHON, '/usr/bin/python3', 'python3', 'python'];
/** What a Python must import, and Debian's package of it. */
const MODULES = { numpy: 'python3-numpy', PIL: 'python3-pil', torch: 'python3-torch' };

function find() {
  const script = `import ${Object.keys(MODULES).join(', ')}`;
  return CANDIDATES.filter(Boolean).find(program => {
    try {
      execFileSync(program, ['-c', script], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * A Python with NumPy, Pillow and torch, which say what is true of the files that we read and write and of
 * the programs that we check: an installed one, else Debian's by apt where the user is root.
 * @throws {Missing} that says what to install.
 */
export async function ensurePython() {
  const installed = find();
  if (installed) return installed;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('Installing NumPy, Pillow and torch by apt...');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const packages = Object.values(MODULES);
    await runQuietly('apt-get', ['update', '-q'], { env });
    await runQuietly('apt-get', ['install', '-y', '--no-install-recommends', ...packages], { env });
  }
  const now = find();
  if (now) return now;
  throw new Missing(
    'a Python with NumPy, Pillow and torch: install them, or name one in TENSOR_LOUPE_PYTHON',
  );
}
