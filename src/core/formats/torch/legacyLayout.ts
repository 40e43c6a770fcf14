import type { ByteSource } from '../../bytes/byteSource';
import { TensorFileError } from '../../errors';
import { type LocalText, t } from '../../l10n';
import { PickleCutError } from '../pickle/cursor';
import { MAX_PICKLE_BYTES } from '../pickle/limits';
import { type Pickle, readPickle } from '../pickle/readPickle';
import { quoted } from '../pickle/text';
import { sequenceItems } from '../pickle/value';
import {
  BrokenTensor,
  parseStorageId,
  type StorageId,
  type StorageTable,
  storageElementBytes,
} from './storages';
import type { TorchArchive } from './zipLayout';

/** The first pickle of a file that torch wrote before 1.6. */
const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn;
const PROTOCOL_VERSION = 1001;
const FIRST_READ_BYTES = 64 * 1024;
const COUNT_BYTES = 8;
/** Behind a storage shorter than this the next count is read with its neighbours, else by itself. */
const SHORT_STORAGE_BYTES = 4096;
const WINDOW_BYTES = 64 * 1024;
/** Reads that opening spends on counts: a file of 10,000 long storages would need 10,000. */
const MAX_COUNT_READS = 4;

/**
 * Reads a file of torch before 1.6: magic, version, system, object and keys as five pickles, then each
 * storage as an int64 count and its data. Storages themselves are not read.
 * @throws TensorFileError when any part is missing or cut.
 */
export async function openLegacyFile(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<TorchArchive> {
  const head = new PickleHead(source, signal);
  const magic = await head.next(t('The first pickle'));
  if (magic.value !== LEGACY_MAGIC)
    throw new TensorFileError(
      t(
        'The file is a plain pickle, not written by torch.save: only files of torch.save can be read',
      ),
      { byteOffset: 0 },
    );
  const version = await head.next(t('The version pickle'));
  if (version.value !== PROTOCOL_VERSION)
    throw new TensorFileError(t`The PyTorch file does not have version ${PROTOCOL_VERSION}`);
  const system = await head.next(t('The system pickle'));
  const object = await head.next(t('The object pickle'));
  const keys = await head.next(t('The pickle of storage keys'));
  const offsets = locateStorages(storageIds(object), storageKeys(keys), head.position, source.size);
  const unchecked = await checkCounts(source, offsets, signal);
  const part = { pickle: object, storages: storageTable(source, offsets, unchecked) };
  const pickles = [magic, version, system, object, keys];
  const globals = pickles.flatMap(pickle => [...pickle.globals.values()]);
  return { parts: [part], globals, problems: [], isTorchScript: false };
}

/** The pickles at the start of a file, read in pieces that double until they suffice. */
class PickleHead {
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;
  #bytes = new Uint8Array(0);
  #position = 0;

  constructor(source: ByteSource, signal?: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  get position(): number {
    return this.#position;
  }

  async next(label: LocalText): Promise<Pickle> {
    for (;;) {
      try {
        const pickle = readPickle(this.#bytes, this.#position, { label, fileOffset: 0 });
        this.#position = pickle.end;
        return pickle;
      } catch (error) {
        const canGrow = error instanceof PickleCutError && error.neededBytes <= this.#limit;
        if (!canGrow) throw error;
        await this.#grow(error.neededBytes);
      }
    }
  }

  get #limit(): number {
    return Math.min(this.#source.size, MAX_PICKLE_BYTES);
  }

  async #grow(neededBytes: number): Promise<void> {
    const wanted = Math.max(FIRST_READ_BYTES, 2 * this.#bytes.length, neededBytes);
    const length = Math.min(this.#limit, wanted);
    const grown = new Uint8Array(length);
    grown.set(this.#bytes);
    const start = this.#bytes.length;
    grown.set(await this.#source.read(start, length - start, this.#signal), start);
    this.#bytes = grown;
  }
}

/** A storage in the file: its count at `countOffset`, its data right behind. */
interface LegacyStorage {
  readonly key: string;
  readonly elementCount: number;
  readonly elementBytes: number;
  readonly countOffset: number;
}

/** The storages that the object refers to, one for each key. */
function storageIds(object: Pickle): Map<string, StorageId> {
  const ids = new Map<string, StorageId>();
  for (const persistent of object.persistents) {
    const id = asFileError(t('The object pickle'), () => parseStorageId(persistent));
    const known = ids.get(id.key);
    const agrees =
      !known ||
      (known.elementCount === id.elementCount &&
        storageElementBytes(known) === storageElementBytes(id));
    if (!agrees)
      throw new TensorFileError(t`The PyTorch file describes storage ${id.key} in two ways`);
    ids.set(id.key, id);
  }
  return ids;
}

function asFileError<T>(what: LocalText, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof BrokenTensor)) throw error;
    throw new TensorFileError(error.reason(what), {}, { cause: error });
  }
}

function storageKeys(pickle: Pickle): string[] {
  const keys = sequenceItems(pickle.value)?.map(key => {
    if (typeof key === 'string') return key;
    throw new TensorFileError(t('The pickle of storage keys holds something other than text'));
  });
  if (!keys) throw new TensorFileError(t('The PyTorch file does not list its storages'));
  return keys;
}

/** Storages follow each other in the order of their keys, so their places follow from their sizes. */
function locateStorages(
  ids: ReadonlyMap<string, StorageId>,
  keys: readonly string[],
  start: number,
  fileBytes: number,
): Map<string, LegacyStorage> {
  const found = new Map<string, LegacyStorage>();
  let countOffset = start;
  for (const key of keys) {
    const id = ids.get(key);
    if (!id || found.has(key))
      throw new TensorFileError(
        id
          ? t`The PyTorch file lists storage ${quoted(key)}, which it lists before`
          : t`The PyTorch file lists storage ${quoted(key)}, which nothing refers to`,
      );
    const storage = { key, elementCount: id.elementCount, elementBytes: storageElementBytes(id) };
    found.set(key, { ...storage, countOffset });
    countOffset += COUNT_BYTES + storage.elementCount * storage.elementBytes;
    if (countOffset > fileBytes)
      throw new TensorFileError(
        t`The file is cut short: storage ${quoted(key)} ends at byte ${countOffset}, the file at ${fileBytes}`,
        { byteOffset: fileBytes },
      );
  }
  return found;
}

/**
 * Compares the counts in front of the storages with what the pickle said, as long as that takes few reads.
 * Answers the keys that are left: their counts are compared when they are first read.
 */
async function checkCounts(
  source: ByteSource,
  storages: ReadonlyMap<string, LegacyStorage>,
  signal?: AbortSignal,
): Promise<Set<string>> {
  const unchecked = new Set(storages.keys());
  let window: Uint8Array = new Uint8Array(0);
  let windowStart = 0;
  let isNear = false;
  let reads = 0;
  for (const storage of storages.values()) {
    const { countOffset } = storage;
    if (countOffset + COUNT_BYTES > windowStart + window.length) {
      if (reads++ >= MAX_COUNT_READS) break;
      const length = Math.min(isNear ? WINDOW_BYTES : COUNT_BYTES, source.size - countOffset);
      window = await source.read(countOffset, length, signal);
      windowStart = countOffset;
    }
    checkCount(storage, window.subarray(countOffset - windowStart));
    unchecked.delete(storage.key);
    isNear = storage.elementCount * storage.elementBytes <= SHORT_STORAGE_BYTES;
  }
  return unchecked;
}

function checkCount({ key, countOffset, elementCount }: LegacyStorage, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getBigInt64(0, true);
  if (count === BigInt(elementCount)) return;
  throw new TensorFileError(
    t`Storage ${quoted(key)} has ${count} elements, but the pickle says ${elementCount}`,
    { byteOffset: countOffset },
  );
}

/** The file, whose first read compares the count in front of a storage. */
function checkedWhenRead(source: ByteSource, storage: LegacyStorage): ByteSource {
  let isChecked = false;
  return {
    size: source.size,
    read: async (offset, length, signal) => {
      if (!isChecked)
        checkCount(storage, await source.read(storage.countOffset, COUNT_BYTES, signal));
      isChecked = true;
      return source.read(offset, length, signal);
    },
    close: () => source.close(),
  };
}

/** Legacy data is little endian whatever machine wrote it: torch swaps while writing. */
function storageTable(
  source: ByteSource,
  storages: ReadonlyMap<string, LegacyStorage>,
  unchecked: ReadonlySet<string>,
): StorageTable {
  return {
    byteOrder: 'little',
    find: ({ key, view }) => {
      const storage = storages.get(key);
      if (!storage)
        throw new BrokenTensor(
          tensor => t`${tensor} needs storage ${quoted(key)}, which is not in the file`,
        );
      const isInside = !view || view.offset + view.count <= storage.elementCount;
      if (!isInside)
        throw new BrokenTensor(
          tensor =>
            t`${tensor} is on a view that ends at ${view.offset + view.count} of ${storage.elementCount}`,
        );
      const data = storage.countOffset + COUNT_BYTES;
      const byteOffset = data + (view?.offset ?? 0) * storage.elementBytes;
      return { source: unchecked.has(key) ? checkedWhenRead(source, storage) : source, byteOffset };
    },
  };
}
