import { memorySource } from '../core/bytes/memorySource';
import type { ImageDecoder, OpenContext } from '../core/formats/format';
import type { FileLocation } from '../protocol/engineMethods';
import { files } from './node/files';
import { paths } from './node/paths';
import { siblingSource } from './siblingSource';

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
  const folder = paths.dirname(location.path);
  const read = new Set([location.path]);
  const sources = [await files.open(location.path)];
  return {
    paths: read,
    source: sources[0]!,
    name: paths.basename(location.path),
    images,
    sibling: async name => {
      const source = await siblingSource(folder, name);
      if (!source) return undefined;
      read.add(paths.join(folder, name));
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
  return files.versionOf(location.path);
}

/** A location's name for people: the file name without folders. */
export function locationName(location: FileLocation): string {
  return location.type === 'path' ? paths.basename(location.path) : location.name;
}
