import type { Paths } from '../platform';

/** Paths with `/`: what is not on a disk is named by the path of its address. */
export const paths: Paths = {
  separator: '/',
  basename: path => trimmed(path).slice(trimmed(path).lastIndexOf('/') + 1),
  dirname: path => {
    const end = trimmed(path).lastIndexOf('/');
    if (end < 0) return '.';
    return end === 0 ? '/' : path.slice(0, end);
  },
  extname: path => {
    const name = paths.basename(path);
    const dot = name.lastIndexOf('.');
    return dot > 0 ? name.slice(dot) : '';
  },
  isAbsolute: path => path.startsWith('/'),
  join: (...parts) => paths.normalize(parts.filter(part => part !== '').join('/')),
  normalize: path => {
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
  },
  resolve: path =>
    paths.normalize(path.startsWith('/') ? path : `/${path}`).replace(/(?<=.)\/$/, ''),
};

function trimmed(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}
