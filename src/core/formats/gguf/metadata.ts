import { t } from '../../l10n';
import type { GgufReader } from './reader';

/** Longest value that is kept as text; longer ones are told by their length. */
const MAX_KEPT_TEXT = 1 << 20;
/** All text that is kept. */
const MAX_ALL_TEXT = 16 << 20;
/** One text of the file, a vocabulary's merges or a chat template among them. */
const MAX_TEXT_BYTES = 64 << 20;
const MAX_KEY_BYTES = 65_535;
/** Arrays inside arrays; ggml itself reads one level. */
const MAX_DEPTH = 4;
const SHOWN_ITEMS = 16;
const STRING = 8;
const ARRAY = 9;

interface Scalar {
  readonly bytes: number;
  read(view: DataView): number | bigint | boolean;
}

/** Fixed-size value types by their numbers (the GGUF specification, gguf_metadata_value_type). */
const SCALARS: ReadonlyMap<number, Scalar> = new Map([
  [0, { bytes: 1, read: (v: DataView) => v.getUint8(0) }],
  [1, { bytes: 1, read: (v: DataView) => v.getInt8(0) }],
  [2, { bytes: 2, read: (v: DataView) => v.getUint16(0, true) }],
  [3, { bytes: 2, read: (v: DataView) => v.getInt16(0, true) }],
  [4, { bytes: 4, read: (v: DataView) => v.getUint32(0, true) }],
  [5, { bytes: 4, read: (v: DataView) => v.getInt32(0, true) }],
  [6, { bytes: 4, read: (v: DataView) => v.getFloat32(0, true) }],
  [7, { bytes: 1, read: (v: DataView) => v.getUint8(0) !== 0 }],
  [10, { bytes: 8, read: (v: DataView) => v.getBigUint64(0, true) }],
  [11, { bytes: 8, read: (v: DataView) => v.getBigInt64(0, true) }],
  [12, { bytes: 8, read: (v: DataView) => v.getFloat64(0, true) }],
]);

/**
 * The keys and values of a header: scalars and text as they are, of arrays the first items and how many
 * there are. Nothing is kept that is not shown.
 * @throws TensorFileError for an empty or doubled key, an unknown type, and what the file cannot hold.
 */
export async function readMetadata(
  reader: GgufReader,
  count: number,
): Promise<Map<string, string>> {
  const metadata = new Map<string, string>();
  let room = MAX_ALL_TEXT;
  for (let i = 0; i < count; i++) {
    const start = reader.position;
    const key = await reader.text(t`Key ${i}`, MAX_KEY_BYTES);
    if (key === '') throw reader.failure(t`key ${i} is empty`, start);
    if (metadata.has(key)) throw reader.failure(t`the key "${key}" stands twice`, start);
    const value = await readValue(reader, await reader.u32(), 0);
    const isKept = value.length <= Math.min(room, MAX_KEPT_TEXT);
    metadata.set(key, isKept ? value : t`${value.length} characters`);
    if (isKept) room -= value.length;
  }
  return metadata;
}

async function readValue(reader: GgufReader, type: number, depth: number): Promise<string> {
  if (type === STRING) return reader.text(t('A text'), MAX_TEXT_BYTES);
  if (type === ARRAY) return readArray(reader, depth + 1);
  const scalar = SCALARS.get(type);
  if (!scalar) throw reader.failure(t`${type} is no type of a value`);
  return String(scalar.read(await reader.take(scalar.bytes)));
}

async function readArray(reader: GgufReader, depth: number): Promise<string> {
  const start = reader.position;
  if (depth > MAX_DEPTH) throw reader.failure(t`arrays are nested more than ${MAX_DEPTH} deep`);
  const type = await reader.u32();
  const count = await reader.u64(t('The length of an array'));
  const scalar = SCALARS.get(type);
  // A text and an array take at least their lengths.
  const least = scalar?.bytes ?? (type === ARRAY ? 12 : 8);
  if (count > Math.floor(reader.left / least))
    throw reader.failure(t`an array claims ${count} items, more than the file can hold`, start);
  const shown: string[] = [];
  const readCount = scalar ? Math.min(count, SHOWN_ITEMS) : count;
  for (let i = 0; i < readCount; i++) {
    const item = await readValue(reader, type, depth);
    if (i < SHOWN_ITEMS) shown.push(type === STRING ? JSON.stringify(item.slice(0, 200)) : item);
  }
  if (scalar) reader.skip((count - readCount) * scalar.bytes);
  const rest = count > shown.length ? t`, ... (${count} items)` : '';
  return `[${shown.join(', ')}${rest}]`;
}
