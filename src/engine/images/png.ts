import { joinBytes } from '../../core/bytes/joinBytes';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { pictures } from '../node/pictures';
import { announcedFrames, decodeApng } from './apng';
import { checkSize } from './checkSize';
import type { Decode, ImageInput } from './decoder';
import { type Frame, frameOf, grayFrame } from './frames';
import { orient } from './orient';
import { gray16ToGray } from './pillow';
import { type PngHeader, readPngHeader } from './pngChunks';
import { pngFrame } from './pngRaster';
import { decodeScanlines } from './pngScanlines';

const CHUNK_HEAD_BYTES = 8;
const CHECKSUM_BYTES = 4;

// Anything libpng so much as warns of is decoded by our own tolerant reader instead.
const OPTIONS = { failOn: 'warning' } as const;

/** PNG: alpha from an alpha channel or a palette's tRNS; a colour key on gray or RGB is no mask. */
export const decodePng: Decode = async (input, signal) => {
  const header = await readPngHeader(input);
  checkSize(input, header.width, header.height);
  const frames =
    announcedFrames(header) > 1
      ? (await decodeApng(input, header, signal)).map(frame => orient(frame, header.orientation))
      : [await decodeStill(input, header, signal)];
  return { frames, details: header.text };
};

async function decodeStill(
  input: ImageInput,
  header: PngHeader,
  signal?: AbortSignal,
): Promise<Frame> {
  try {
    return await decodeSound(input, header, signal);
  } catch (cause) {
    if (!(cause instanceof TensorFileError)) throw cause;
    return decodeBroken(input, header);
  }
}

async function decodeSound(
  input: ImageInput,
  header: PngHeader,
  signal?: AbortSignal,
): Promise<Frame> {
  const bare = withoutPackedText(input, header);
  if (header.colorType === 'gray' && header.bitDepth === 16) {
    const { width, height, samples } = await pictures.readSamples(bare, 'ushort', OPTIONS, signal);
    return grayFrame(width, height, gray16ToGray(samples));
  }
  return frameOf(
    await pictures.readPixels(bare, OPTIONS, signal),
    header.hasMask ? 'keep' : 'drop',
  );
}

/** The file without compressed text: libpng inflates all of it, however much that is. */
function withoutPackedText(input: ImageInput, header: PngHeader): ImageInput {
  const packed = header.chunks.filter(({ type }) => type === 'zTXt' || type === 'iTXt');
  if (packed.length === 0) return input;
  const pieces: Uint8Array[] = [];
  let start = 0;
  for (const { byteOffset, data } of packed) {
    pieces.push(input.bytes.subarray(start, byteOffset - CHUNK_HEAD_BYTES));
    start = byteOffset + data.length + CHECKSUM_BYTES;
  }
  pieces.push(input.bytes.subarray(start));
  return { ...input, bytes: joinBytes(pieces) };
}

/** A cut or damaged PNG shows the rows before the damage, as LoadImage's retry does. */
async function decodeBroken(input: ImageInput, header: PngHeader): Promise<Frame> {
  const idat = header.chunks.filter(chunk => chunk.type === 'IDAT').map(chunk => chunk.data);
  if (idat.length === 0)
    throw new TensorFileError(
      t`"${input.name}" is a PNG without pixels: it has no IDAT chunk and ends at byte ${input.bytes.length}.`,
      { byteOffset: input.bytes.length },
    );
  const samples = await decodeScanlines(header, joinBytes(idat));
  return orient(pngFrame(header, header, samples), header.orientation);
}
