import type { ByteSource } from '../../bytes/byteSource';
import { type LocalText, t } from '../../l10n';
import type { DType } from '../../tensor/dtype';
import { quoted } from '../pickle/text';
import { asKind, type PicklePersistent, type PickleValue } from '../pickle/value';
import { storageDtype } from './torchDtypeNames';

/** What a persistent id says of a storage, checked for its form only. */
export interface StorageId {
  readonly key: string;
  /** Undefined for an untyped storage: `elementCount` counts bytes then. */
  readonly dtype: DType | undefined;
  /** Where it was in memory when it was saved: `cpu`, `cuda:0`, `meta`. */
  readonly location: string;
  readonly elementCount: number;
  /** Bytes that tensors on it may use: those of the view, when there is one. */
  readonly byteLength: number;
  /** Legacy files: the part of the stored root that this storage is, in elements. */
  readonly view?: { readonly key: string; readonly offset: number; readonly count: number };
}

/** Where a storage's bytes are: element 0 of the storage is at `byteOffset` of `source`. */
export interface StorageBytes {
  readonly source: ByteSource;
  readonly byteOffset: number;
}

/** The storages of one file. */
export interface StorageTable {
  readonly byteOrder: 'little' | 'big';
  /**
   * The bytes of a storage; nothing of them is read here.
   * @throws UnusableTensor when they are not all there, TensorFileError when the file itself is broken.
   */
  find(id: StorageId): StorageBytes;
}

/** What is wrong with a tensor, as a sentence about it: whoever says it knows the tensor's name. */
export type Reason = (tensor: LocalText) => LocalText;

/** An error about a tensor that does not know its name yet. */
class TensorError extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason(t('The tensor')));
    this.reason = reason;
  }
}

/** One tensor cannot be shown; the others of its file can. */
export class UnusableTensor extends TensorError {}

/** One tensor is so wrong that the file cannot be trusted. */
export class BrokenTensor extends TensorError {}

/** Bytes that `count` elements take; some types pack several into one byte. */
export function bytesFor(dtype: DType, count: number): number {
  return Math.ceil((count * dtype.bits) / 8);
}

/** Bytes of one element of a storage: packed types count bytes, as untyped storages do. */
export function storageElementBytes(id: Pick<StorageId, 'dtype'>): number {
  return Math.max(1, (id.dtype?.bits ?? 8) / 8);
}

/** An integer of at least 0 that is exact; undefined for anything else, booleans and floats included. */
export function asCount(value: PickleValue | undefined): number | undefined {
  return typeof value === 'number' && value >= 0 && Number.isSafeInteger(value) ? value : undefined;
}

/**
 * Reads `("storage", class, key, location, count[, view])`.
 * @throws BrokenTensor when it is anything else.
 */
export function parseStorageId(value: PicklePersistent): StorageId {
  const [tag, type, key, location, size, view] = asKind(value.id, 'tuple')?.items ?? [];
  const dtype = storageDtype(type);
  const elementCount = asCount(size);
  if (tag !== 'storage' || dtype === undefined)
    throw new BrokenTensor(tensor => t`${tensor} names a storage of an unknown kind`);
  if (typeof key !== 'string')
    throw new BrokenTensor(tensor => t`${tensor} names a storage by something other than text`);
  if (elementCount === undefined)
    throw new BrokenTensor(
      tensor => t`${tensor} needs storage ${quoted(key)}, whose length is no whole number`,
    );
  const element = dtype === 'bytes' ? undefined : dtype;
  const part = parseView(view, key);
  const elementBytes = storageElementBytes({ dtype: element });
  const byteLength = (part.view?.count ?? elementCount) * elementBytes;
  if (!Number.isSafeInteger(elementCount * elementBytes))
    throw new BrokenTensor(
      tensor =>
        t`${tensor} needs storage ${quoted(key)} of ${elementCount} elements, more than any file`,
    );
  return {
    key,
    dtype: element,
    location: typeof location === 'string' ? location : '',
    elementCount,
    byteLength,
    ...part,
  };
}

function parseView(value: PickleValue | undefined, key: string): Pick<StorageId, 'view'> {
  if (value === undefined || value === null) return {};
  const [viewKey, start, size] = asKind(value, 'tuple')?.items ?? [];
  const offset = asCount(start);
  const count = asCount(size);
  if (typeof viewKey !== 'string' || offset === undefined || count === undefined)
    throw new BrokenTensor(
      tensor => t`${tensor} has a view of storage ${quoted(key)} that is not (key, offset, size)`,
    );
  return { view: { key: viewKey, offset, count } };
}
