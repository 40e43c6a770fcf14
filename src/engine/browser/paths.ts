import type { Paths } from '../platform';

/**
 * In the browser a path is the address of a file: `vscode-vfs://github/owner/name/a.npy`. What stands before
 * its first `/` of the path proper is its root, and all behind that is as on POSIX.
 */
export const paths: Paths = {
  separator: '/',
  basename: path => {
    const rest = trimmed(partsOf(path).rest);
    return rest.slice(rest.lastIndexOf('/') + 1);
  },
  dirname: path => {
    const { root, rest } = partsOf(path);
    const end = trimmed(rest).lastIndexOf('/');
    if (end < 0) return root === '' ? '.' : root;
    return end === 0 ? `${root}/` : root + rest.slice(0, end);
  },
  extname: path => {
    const name = paths.basename(path);
    const dot = name.lastIndexOf('.');
    return dot > 0 ? name.slice(dot) : '';
  },
  isAbsolute: path => {
    const { root, rest } = partsOf(path);
    return root !== '' || rest.startsWith('/');
  },
  join: (...parts) => paths.normalize(parts.filter(part => part !== '').join('/')),
  normalize: path => {
    const { root, rest } = partsOf(path);
    return root + normalized(rest);
  },
  resolve: path => {
    const { root, rest } = partsOf(path);
    const whole = rest.startsWith('/') ? rest : `/${rest}`;
    return root + normalized(whole).replace(/(?<=.)\/$/, '');
  },
};

/** The scheme with its authority, and the path. */
function partsOf(path: string): { root: string; rest: string } {
  const root = /^[a-z][a-z\d+.-]+:(\/\/[^/]*)?/i.exec(path)?.[0] ?? '';
  return { root, rest: path.slice(root.length) };
}

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

function normalized(path: string): string {
  const steps: string[] = [];
  const isAbsolute = path.startsWith('/');
  for (const step of path.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.length > 0 && steps.at(-1) !== '..') steps.pop();
    else if (!isAbsolute) steps.push(step);
  }
  const joined = `${isAbsolute ? '/' : ''}${steps.join('/')}`;
  if (joined === '') return '.';
  return path.endsWith('/') && joined !== '/' ? `${joined}/` : joined;
}
