import { stat } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { memorySource } from '../core/bytes/memorySource';
import type { ImageDecoder, OpenContext } from '../core/formats/format';
import type { FileLocation } from '../protocol/engineMethods';
import { fileSource } from './io/fileSource';
import { siblingSource } from './io/siblingSource';

/** What the formats open a file with, and the paths of all that they read of it. */
export interface FileContext extends OpenContext {
  readonly paths: ReadonlySet<string>;
  /** Closes the file and every neighbour that was opened, also those that no format could use. */
  close(): Promise<void>;
}

/** The decoders are loaded with the first picture: no other file waits for them. */
const lazyDecoder: ImageDecoder = {
  open: async (context, signal) =>
    (await import('./images/imageDecoder')).imageDecoder.open(context, signal),
};

/** The bytes of a file and its neighbours, for the formats. */
export async function openContext(
  location: FileLocation,
  images: ImageDecoder = lazyDecoder,
): Promise<FileContext> {
  if (location.type === 'bytes') {
    const source = memorySource(location.bytes);
    return {
      source,
      name: location.name,
      images,
      sibling: async () => undefined,
      paths: new Set(),
      close: () => source.close(),
    };
  }
  const folder = dirname(location.path);
  const paths = new Set([location.path]);
  const sources = [await fileSource(location.path)];
  return {
    paths,
    source: sources[0]!,
    name: basename(location.path),
    images,
    sibling: async name => {
      const source = await siblingSource(folder, name);
      if (!source) return undefined;
      paths.add(join(folder, name));
      sources.push(source);
      return source;
    },
    close: async () => {
      await Promise.all(sources.map(source => source.close()));
    },
  };
}

/** Time of the last change and size of a file, as text; the same text always for bytes in memory. */
export async function versionOf(location: FileLocation): Promise<string> {
  if (location.type === 'bytes') return '';
  // A file that is gone is still open: what was read of it stays as it was.
  const found = await promisify(stat)(location.path, { bigint: true }).catch(() => undefined);
  return found ? `${found.mtimeNs} ${found.size}` : '';
}

/** A location's name for people: the file name without folders. */
export function locationName(location: FileLocation): string {
  return location.type === 'path' ? basename(location.path) : location.name;
}
