import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Files } from '../platform';
import { fileSource } from './fileSource';

// `node:fs/promises` has them too, but takes longer to load than a small file to be listed.
const access = promisify(fs.access);
const readdir = promisify(fs.readdir);
const realpath = promisify(fs.realpath.native);
const stat = promisify(fs.stat);

export const files: Files = {
  open: fileSource,
  kindOf: async path => {
    const found = await stat(path).catch(() => null);
    if (found === null) return null;
    if (found.isDirectory()) return 'folder';
    return found.isFile() ? 'file' : 'other';
  },
  isThere: path =>
    access(path).then(
      () => true,
      () => false,
    ),
  versionOf: async path => {
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    return found ? `${found.mtimeNs} ${found.size}` : '';
  },
  identitiesOf: async path => {
    const real = await realpath(path).catch(() => resolve(path));
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    // Some file systems number nothing.
    return found && found.ino !== 0n ? [real, `${found.dev} ${found.ino}`] : [real];
  },
  entriesOf: async folder => {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.map(entry => ({ name: entry.name, isFolder: entry.isDirectory() }));
  },
  temporaryFolder: tmpdir,
};
