import { basename, dirname, join } from 'node:path';
import { memorySource } from '../core/bytes/memorySource';
import { TensorFileError } from '../core/errors';
import type { OpenContext } from '../core/formats/format';
import type { FileLocation } from '../protocol/engineMethods';
import { imageDecoder } from './images/imageDecoder';
import { fileSource } from './io/fileSource';

/** The bytes of a file and its neighbours, for the formats. */
export async function openContext(location: FileLocation): Promise<OpenContext> {
  const images = imageDecoder;
  if (location.type === 'bytes') {
    const source = memorySource(location.bytes);
    return { source, name: location.name, images, sibling: async () => undefined };
  }
  const folder = dirname(location.path);
  return {
    source: await fileSource(location.path),
    name: basename(location.path),
    images,
    async sibling(name) {
      if (basename(name) !== name || name.includes('\\') || name.includes('\0')) {
        throw new TensorFileError(
          `"${name}" is not a plain file name, so it may lie outside this file's folder`,
          {},
          { rule: 'file/missing-shard' },
        );
      }
      return fileSource(join(folder, name)).catch(() => undefined);
    },
  };
}

/** A location's name for people: the file name without folders. */
export function locationName(location: FileLocation): string {
  return location.type === 'path' ? basename(location.path) : location.name;
}
