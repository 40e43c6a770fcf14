import { basename, dirname, extname, isAbsolute, join, normalize, resolve, sep } from 'node:path';
import type { Paths } from '../platform';

export const paths: Paths = {
  separator: sep,
  basename: path => basename(path),
  dirname,
  extname,
  isAbsolute,
  join,
  normalize,
  resolve: path => resolve(path),
};
