import { latin1 } from '../../core/bytes/latin1';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { zlib } from '../node/zlib';
import type { ImageInput } from './decoder';
import { exifDetails, readExif } from './exif';
import { MAX_CHUNKS, MAX_TEXT_BYTES } from './limits';

/** One chunk: four letters and where its data lies in the file. */
export interface PngChunk {
  readonly type: string;
  readonly byteOffset: number;
  readonly data: Uint8Array;
}

const COLOR_TYPES = new Map([
  [0, 'gray'],
  [2, 'rgb'],
  [3, 'palette'],
  [4, 'grayAlpha'],
  [6, 'rgba'],
] as const);
export type PngColorType = 'gray' | 'rgb' | 'palette' | 'grayAlpha' | 'rgba';

/** What a PNG says of itself before its pixels are inflated. */
export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colorType: PngColorType;
  readonly interlaced: boolean;
  /** Whether the LoadImage rule takes a mask from it. */
  readonly hasMask: boolean;
  /** EXIF orientation; 1 is upright. */
  readonly orientation: number;
  readonly chunks: readonly PngChunk[];
  readonly text: ReadonlyMap<string, string>;
}

const SIGNATURE_BYTES = 8;

/** Walks the chunks. @throws TensorFileError when the file does not start with a sound IHDR. */
export async function readPngHeader(input: ImageInput): Promise<PngHeader> {
  const chunks = readChunks(input);
  const first = chunks[0];
  if (first?.type !== 'IHDR' || first.data.length !== 13)
    throw new TensorFileError(
      t`"${input.name}" starts like a PNG but has no IHDR chunk at byte ${SIGNATURE_BYTES}.`,
      { byteOffset: SIGNATURE_BYTES },
    );
  const view = new DataView(first.data.buffer, first.data.byteOffset, first.data.length);
  const colorType = COLOR_TYPES.get(view.getUint8(9) as 0);
  if (colorType === undefined)
    throw new TensorFileError(
      t`"${input.name}" has PNG colour type ${view.getUint8(9)}; 0, 2, 3, 4 and 6 are defined.`,
      { byteOffset: first.byteOffset + 9 },
    );
  const exif = chunks.find(chunk => chunk.type === 'eXIf')?.data;
  const paletteAlpha = colorType === 'palette' && chunks.some(chunk => chunk.type === 'tRNS');
  return {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bitDepth: view.getUint8(8),
    colorType,
    interlaced: view.getUint8(12) === 1,
    hasMask: paletteAlpha || colorType === 'grayAlpha' || colorType === 'rgba',
    orientation: readExif(exif).orientation,
    chunks,
    text: new Map([...exifDetails(exif), ...(await readText(chunks))]),
  };
}

/**
 * Every chunk up to IEND, the end of the file, or what is no chunk; the last may be cut.
 * @throws TensorFileError when there are more than any encoder writes.
 */
function readChunks({ bytes, name }: ImageInput): PngChunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: PngChunk[] = [];
  let at = SIGNATURE_BYTES;
  while (at + 8 <= bytes.length) {
    const length = view.getUint32(at);
    const type = latin1(bytes.subarray(at + 4, at + 8));
    if (!/^[a-zA-Z]{4}$/.test(type)) break;
    if (chunks.length >= MAX_CHUNKS)
      throw new TensorFileError(
        t`"${name}" has more than ${MAX_CHUNKS} PNG chunks, which no encoder writes.`,
        { byteOffset: at },
      );
    chunks.push({ type, byteOffset: at + 8, data: bytes.subarray(at + 8, at + 8 + length) });
    if (type === 'IEND') break;
    at += length + 12;
  }
  return chunks;
}

/** tEXt, zTXt and iTXt by keyword, and the `comf` chunk in which ComfyUI's animated PNGs keep theirs. */
async function readText(chunks: readonly PngChunk[]): Promise<Map<string, string>> {
  const text = new Map<string, string>();
  let room = MAX_TEXT_BYTES;
  for (const chunk of chunks) {
    const read = TEXT_CHUNKS.get(chunk.type);
    const end = chunk.data.indexOf(0);
    if (read === undefined || end <= 0) continue;
    const value = await read(chunk.data.subarray(end + 1), room);
    if (value === null || value.length > room) continue;
    room -= value.length;
    text.set(latin1(chunk.data.subarray(0, end)), value);
  }
  return text;
}

/** A chunk's text; null where it is broken or would take more than `room` bytes. */
type ReadText = (data: Uint8Array, room: number) => Text | Promise<Text>;
type Text = string | null;

const TEXT_CHUNKS = new Map<string, ReadText>([
  ['tEXt', latin1],
  ['comf', latin1],
  ['zTXt', (data, room) => (data[0] === 0 ? inflateText(data.subarray(1), latin1, room) : null)],
  ['iTXt', internationalText],
]);

function internationalText(data: Uint8Array, room: number): Text | Promise<Text> {
  const compressed = data[0] === 1;
  const languageEnd = data.indexOf(0, 2);
  const keywordEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
  if (keywordEnd < 0) return null;
  const value = data.subarray(keywordEnd + 1);
  return compressed ? inflateText(value, utf8, room) : utf8(value);
}

async function inflateText(
  data: Uint8Array,
  decode: (data: Uint8Array) => string,
  room: number,
): Promise<Text> {
  if (room < 1) return null;
  try {
    return decode(await zlib.inflate(data, room));
  } catch {
    // A broken or oversized note must not keep the picture from opening.
    return null;
  }
}

function utf8(data: Uint8Array): string {
  return new TextDecoder().decode(data);
}
