import { latin1 } from '../../core/bytes/latin1';
/** What we read of an EXIF block: which way is up, and its texts. */
export interface Exif {
  /** 1 to 8; 1 where the block does not say. */
  readonly orientation: number;
  /** ASCII tags by their EXIF names, UserComment included. */
  readonly text: ReadonlyMap<string, string>;
}

const TAG_NAMES = new Map([
  [0x010e, 'ImageDescription'],
  [0x010f, 'Make'],
  [0x0110, 'Model'],
  [0x0131, 'Software'],
  [0x0132, 'DateTime'],
  [0x013b, 'Artist'],
  [0x8298, 'Copyright'],
  [0x9286, 'UserComment'],
]);
const ORIENTATION = 0x0112;
const EXIF_DIRECTORY = 0x8769;
/** Bytes of one value by TIFF field type: byte, ASCII, short, long, rational, ..., undefined. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8];
/** Entries read of one directory; real ones have a few dozen. */
const MAX_ENTRIES = 512;

/** Reads a TIFF-structured EXIF block, with or without its `Exif\0\0` prefix; never throws. */
export function readExif(block: Uint8Array | undefined): Exif {
  const text = new Map<string, string>();
  const found = { orientation: 1, text };
  if (block === undefined) return found;
  const start = latin1(block.subarray(0, 6)) === 'Exif\0\0' ? 6 : 0;
  const bytes = block.subarray(start);
  const order = latin1(bytes.subarray(0, 2));
  if (bytes.length < 8 || (order !== 'II' && order !== 'MM')) return found;
  const reader = { bytes, view: view(bytes), little: order === 'II' };
  const directories = [reader.view.getUint32(4, reader.little)];
  for (let i = 0; i < directories.length && i < 2; i++)
    for (const entry of readDirectory(reader, directories[i]!)) {
      if (entry.tag === ORIENTATION && entry.type === 3)
        found.orientation = reader.view.getUint16(entry.valueAt, reader.little);
      else if (entry.tag === EXIF_DIRECTORY && entry.type === 4)
        directories.push(reader.view.getUint32(entry.valueAt, reader.little));
      const name = TAG_NAMES.get(entry.tag);
      const value = bytes.subarray(entry.valueAt, entry.valueAt + entry.byteLength);
      if (name !== undefined) text.set(name, entryText(entry.tag, value, reader.little));
    }
  return found;
}

/**
 * The texts of an EXIF block as file metadata. ComfyUI keeps `prompt` and `workflow` of WebP files in
 * whatever ASCII tags are free, as "prompt:{...}": those come under their own names.
 */
export function exifDetails(block: Uint8Array | undefined): Map<string, string> {
  const details = new Map<string, string>();
  for (const [name, value] of readExif(block).text) {
    const own = /^(prompt|workflow):/.exec(value)?.[1];
    details.set(own ?? name, own === undefined ? value : value.slice(own.length + 1));
  }
  return details;
}

interface Reader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  readonly little: boolean;
}

interface Entry {
  readonly tag: number;
  readonly type: number;
  readonly valueAt: number;
  readonly byteLength: number;
}

function readDirectory({ bytes, view, little }: Reader, at: number): Entry[] {
  if (at + 2 > bytes.length) return [];
  const entries: Entry[] = [];
  const count = Math.min(view.getUint16(at, little), MAX_ENTRIES);
  for (let i = 0; i < count; i++) {
    const entryAt = at + 2 + i * 12;
    if (entryAt + 12 > bytes.length) break;
    const type = view.getUint16(entryAt + 2, little);
    const byteLength = (TYPE_BYTES[type] ?? 0) * view.getUint32(entryAt + 4, little);
    const valueAt = byteLength > 4 ? view.getUint32(entryAt + 8, little) : entryAt + 8;
    if (byteLength === 0 || valueAt + byteLength > bytes.length) continue;
    entries.push({ tag: view.getUint16(entryAt, little), type, valueAt, byteLength });
  }
  return entries;
}

function entryText(tag: number, value: Uint8Array, little: boolean): string {
  if (tag !== 0x9286) return utf8(value).replace(/\0+$/, '');
  // UserComment starts with eight bytes that name its encoding.
  const encoding = latin1(value.subarray(0, 8));
  const body = value.subarray(8);
  if (!encoding.startsWith('UNICODE')) return utf8(body).replace(/\0+$/, '');
  const label = little ? 'utf-16le' : 'utf-16be';
  return new TextDecoder(label).decode(body).replace(/\0+$/, '');
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
