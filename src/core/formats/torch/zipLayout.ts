import type { ByteSource } from '../../bytes/byteSource';
import { TensorFileError } from '../../errors';
import { t, verbatim } from '../../l10n';
import type { FileProblem } from '../../tensor/tensor';
import { MAX_INFLATED_PICKLE_BYTES, MAX_PICKLE_BYTES } from '../pickle/limits';
import { refuseAttack } from '../pickle/namedProblems';
import { type Pickle, readPickle } from '../pickle/readPickle';
import { scanPickles, trailingProblem } from '../pickle/scanPickles';
import { quoted } from '../pickle/text';
import type { PickleGlobal } from '../pickle/value';
import { openZip } from '../zip';
import type { ZipArchive, ZipEntry } from '../zipEntry';
import { BrokenTensor, type StorageTable, UnusableTensor } from './storages';

const DATA_PICKLE = /^([^/]+)\/data\.pkl$/;
const STORED = 0;
const DEFLATED = 8;
/** The records that hold one word are shorter than this. */
const MAX_WORD_BYTES = 16;
const NEWEST_VERSION = 10;
/** Deflate gives at most 258 bytes for two bits. */
const MAX_DEFLATE_RATIO = 1032;

/** A pickle with the storages it refers to, and how its tensors' names begin. */
interface PickledPart {
  readonly pickle: Pickle;
  readonly storages: StorageTable;
  /** First step of the names; none for the object that was saved. */
  readonly prefix?: string;
}

/** What an archive holds: its pickles, and whether it is a TorchScript program. */
export interface TorchArchive {
  readonly parts: readonly PickledPart[];
  /** What every pickle in the file names, whether it holds tensors or not. */
  readonly globals: readonly PickleGlobal[];
  readonly problems: readonly FileProblem[];
  readonly isTorchScript: boolean;
}

/**
 * Reads the directory, the byte order and the pickles of an archive written by torch 1.6 or newer; no
 * storage is read.
 * @throws TensorFileError when there is no checkpoint in it, or two.
 */
export async function openTorchArchive(
  source: ByteSource,
  signal?: AbortSignal,
  known?: ZipArchive,
): Promise<TorchArchive> {
  const archive = known ?? (await openZip(source, signal));
  refuseAmbiguous(archive);
  const isStray = (name: string) => /\.pkl$/i.test(name) && !DATA_PICKLE.test(name);
  const strays: PickleGlobal[] = [];
  for (const entry of archive.entries.filter(({ name }) => isStray(name)))
    strays.push(...(await strayGlobals(entry, signal)));
  refuseAttack(strays);
  const folder = findFolder(archive);
  await checkVersion(archive.get(`${folder}/version`), signal);
  const byteOrder = await readByteOrder(archive.get(`${folder}/byteorder`), signal);
  const table = (storageFolder: string): StorageTable =>
    storageTable(archive, `${folder}/${storageFolder}/`, byteOrder, source.size);
  const isTorchScript = archive.entries.some(entry => entry.name.startsWith(`${folder}/code/`));
  const problems: FileProblem[] = [];
  const parts: PickledPart[] = [];
  const read = async (name: string, part: Omit<PickledPart, 'pickle'>) => {
    const entry = archive.get(`${folder}/${name}.pkl`);
    if (!entry) return;
    const { pickle, trailingBytes } = await readMember(entry, signal);
    parts.push({ ...part, pickle });
    if (trailingBytes > 0)
      problems.push(trailingProblem(verbatim(quoted(entry.name)), trailingBytes));
  };
  await read('data', { storages: table('data') });
  if (isTorchScript) await read('constants', { storages: table('constants'), prefix: 'constants' });
  const globals = [...parts.flatMap(part => [...part.pickle.globals.values()]), ...strays];
  return { parts, globals, problems, isTorchScript };
}

/**
 * torch looks members up without regard to case (miniz), and which of two it takes depends on the others.
 * @throws TensorFileError when two members are equal but for case.
 */
function refuseAmbiguous(archive: ZipArchive): void {
  const seen = new Map<string, string>(archive.repeated.map(name => [asciiLower(name), name]));
  for (const { name } of archive.entries) {
    const other = seen.get(asciiLower(name));
    if (other !== undefined)
      throw new TensorFileError(
        t`The archive holds ${quoted(other)} and ${quoted(name)}, which torch does not tell apart: which one is loaded depends on the reader, so nothing of it is shown; ask its source for another file`,
        {},
        { rule: 'file/ambiguous-archive' },
      );
    seen.set(asciiLower(name), name);
  }
}

function asciiLower(name: string): string {
  return name.replace(/[A-Z]+/g, letters => letters.toLowerCase());
}

/** What a pickle names that torch does not read; nothing where it is none. */
async function strayGlobals(
  entry: ZipEntry,
  signal?: AbortSignal,
): Promise<readonly PickleGlobal[]> {
  if (entry.uncompressedSize > MAX_INFLATED_PICKLE_BYTES) return [];
  try {
    const bytes = await entry.source().read(0, entry.uncompressedSize, signal);
    return scanPickles(bytes, verbatim(quoted(entry.name))).globals;
  } catch (error) {
    if (error instanceof TensorFileError) return [];
    throw error;
  }
}

function findFolder(archive: ZipArchive): string {
  const folders = archive.entries.flatMap(entry => DATA_PICKLE.exec(entry.name)?.[1] ?? []);
  if (folders.length === 1) return folders[0]!;
  if (folders.length > 1)
    throw new TensorFileError(
      t`The archive holds several checkpoints (${folders.slice(0, 3).map(quoted).join(', ')}): torch refuses it, and so it is not clear which one is meant`,
    );
  const names = archive.entries.slice(0, 3).map(entry => quoted(entry.name));
  throw new TensorFileError(
    names.length === 0
      ? t('The zip archive is no PyTorch file: it has no data.pkl in a folder, only nothing')
      : t`The zip archive is no PyTorch file: it has no data.pkl in a folder, only ${names.join(', ')}`,
  );
}

async function readMember(
  entry: ZipEntry,
  signal?: AbortSignal,
): Promise<{ readonly pickle: Pickle; readonly trailingBytes: number }> {
  const limit = entry.method === STORED ? MAX_PICKLE_BYTES : MAX_INFLATED_PICKLE_BYTES;
  if (entry.uncompressedSize > limit)
    throw new TensorFileError(
      t`${quoted(entry.name)} has ${entry.uncompressedSize} bytes, more than the ${limit} that a list of tensors can need`,
    );
  const bytes = await entry.source().read(0, entry.uncompressedSize, signal);
  const pickle = readPickle(bytes, 0, { label: verbatim(quoted(entry.name)) });
  return { pickle, trailingBytes: bytes.length - pickle.end };
}

/** Files of torch before 2.1 do not say; they are little endian. */
async function readByteOrder(
  entry: ZipEntry | undefined,
  signal?: AbortSignal,
): Promise<'little' | 'big'> {
  if (!entry) return 'little';
  const text = await readWord(entry, signal);
  if (text === 'little' || text === 'big') return text;
  throw new TensorFileError(
    t`${quoted(entry.name)} says "${quoted(text)}", but the byte order can only be "little" or "big"`,
  );
}

/** Old archives may lack it; the versions are those that torch 2.13 reads (caffe2/serialize). */
async function checkVersion(entry: ZipEntry | undefined, signal?: AbortSignal): Promise<void> {
  if (!entry) return;
  const text = await readWord(entry, signal);
  const version = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (version >= 1 && version <= NEWEST_VERSION) return;
  throw new TensorFileError(
    t`${quoted(entry.name)} says "${quoted(text)}", but versions 1 to ${NEWEST_VERSION} of PyTorch archives can be read`,
  );
}

async function readWord(entry: ZipEntry, signal?: AbortSignal): Promise<string> {
  const length = Math.min(entry.uncompressedSize, MAX_WORD_BYTES);
  return String.fromCharCode(...(await entry.source().read(0, length, signal))).trim();
}

function storageTable(
  archive: ZipArchive,
  folder: string,
  byteOrder: 'little' | 'big',
  fileBytes: number,
): StorageTable {
  const sources = new Map<string, ByteSource>();
  const sizes = new Map<string, number>();
  return {
    byteOrder,
    find: ({ key, byteLength }) => {
      // A key is looked up as text in the directory; it is no path, so ".." leads nowhere.
      const entry = archive.get(folder + key);
      if (!entry)
        throw new BrokenTensor(
          tensor =>
            t`${tensor} needs the member ${quoted(folder + key)}, which is not in the archive`,
        );
      const known = sizes.get(key) ?? byteLength;
      sizes.set(key, known);
      if (known !== byteLength)
        throw new BrokenTensor(
          tensor =>
            t`${tensor} needs ${byteLength} bytes of ${quoted(entry.name)}, of which another tensor says it has ${known}`,
        );
      checkMember(entry, byteLength, fileBytes);
      let found = sources.get(key);
      if (!found) {
        found = entry.source();
        sources.set(key, found);
      }
      return { source: found, byteOffset: 0 };
    },
  };
}

function checkMember(entry: ZipEntry, byteLength: number, fileBytes: number): void {
  const { name, method, compressedSize, uncompressedSize } = entry;
  if (entry.isEncrypted)
    throw new UnusableTensor(tensor => t`${tensor} lies in ${quoted(name)}, which is encrypted`);
  if (method !== STORED && method !== DEFLATED)
    throw new UnusableTensor(
      tensor =>
        t`${tensor} lies in ${quoted(name)}, compressed by method ${method}, which is not read`,
    );
  const isImpossible =
    compressedSize > fileBytes ||
    uncompressedSize > (method === STORED ? compressedSize : compressedSize * MAX_DEFLATE_RATIO);
  if (isImpossible)
    throw new BrokenTensor(
      tensor =>
        t`${tensor} lies in ${quoted(name)}, which claims ${uncompressedSize} bytes in a file of ${fileBytes}`,
    );
  if (uncompressedSize < byteLength)
    throw new UnusableTensor(
      tensor =>
        t`${tensor} needs ${byteLength} bytes of ${quoted(name)}, which has only ${uncompressedSize}: the file was cut or altered`,
    );
}
