import { pictures } from '../node/pictures';
import type { Decode } from './decoder';
import { type Frame, frameOf } from './frames';
import { pictureDetails } from './pictureDetails';
import { cmykToRgb } from './pillow';

// A cut JPEG shows what was there: LoadImage retries with Pillow's truncated-files switch.
const OPTIONS = { failOn: 'none' } as const;

/** JPEG, the first picture of an MPO included: 8-bit gray, colour or CMYK. */
export const decodeJpeg: Decode = async (input, signal) => {
  const header = await pictures.readHeader(input, OPTIONS);
  const frame =
    header.space === 'cmyk'
      ? inkFrame(await pictures.readInk(input, OPTIONS, signal))
      : frameOf(await pictures.readPixels(input, OPTIONS, signal), 'drop');
  return { frames: [frame], details: pictureDetails(header) };
};

/** CMYK as Pillow shows it. */
export function inkFrame(ink: { width: number; height: number; data: Uint8Array }): Frame {
  return { width: ink.width, height: ink.height, rgb: cmykToRgb(ink.data), alpha: null };
}
