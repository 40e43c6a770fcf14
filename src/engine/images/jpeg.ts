import type { Decode } from './decoder';
import { exifDetails } from './exif';
import { type Frame, frameOf } from './frames';
import { cmykToRgb } from './pillow';
import { readHeader, readInk, readPixels } from './sharpPixels';

// A cut JPEG shows what was there: LoadImage retries with Pillow's truncated-files switch.
const OPTIONS = { failOn: 'none' } as const;

/** JPEG, the first picture of an MPO included: 8-bit gray, colour or CMYK. */
export const decodeJpeg: Decode = async (input, signal) => {
  const header = await readHeader(input, OPTIONS);
  const frame =
    header.space === 'cmyk'
      ? inkFrame(await readInk(input, OPTIONS, signal))
      : frameOf(await readPixels(input, OPTIONS, signal), 'drop');
  return { frames: [frame], details: exifDetails(header.exif) };
};

/** CMYK as Pillow shows it. */
export function inkFrame(ink: { width: number; height: number; data: Uint8Array }): Frame {
  return { width: ink.width, height: ink.height, rgb: cmykToRgb(ink.data), alpha: null };
}
