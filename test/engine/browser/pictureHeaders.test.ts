import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { imageContainer } from '../../../src/core/formats/image';
import { headerOf } from '../../../src/engine/browser/pictureHeaders';
import { readExif } from '../../../src/engine/images/exif';
import { casePath } from '../../support/cases';

const rgb = { width: 37, height: 21, channels: 3, background: '#806040' } as const;
const rgba = { ...rgb, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0.5 } } as const;

const MADE: Readonly<Record<string, () => Promise<Buffer>>> = {
  'a JPEG': () => sharp({ create: rgb }).jpeg().toBuffer(),
  'a progressive JPEG': () => sharp({ create: rgb }).jpeg({ progressive: true }).toBuffer(),
  'a gray JPEG': () => sharp({ create: rgb }).toColourspace('b-w').jpeg().toBuffer(),
  'a CMYK JPEG': () => sharp({ create: rgb }).toColourspace('cmyk').jpeg().toBuffer(),
  'a JPEG on its side': () =>
    sharp({ create: rgb }).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  'a lossy WebP': () => sharp({ create: rgb }).webp().toBuffer(),
  'a lossless WebP': () => sharp({ create: rgb }).webp({ lossless: true }).toBuffer(),
  'a WebP with alpha': () => sharp({ create: rgba }).webp().toBuffer(),
  'a lossless WebP with alpha': () => sharp({ create: rgba }).webp({ lossless: true }).toBuffer(),
  'an AVIF': () => sharp({ create: rgb }).avif().toBuffer(),
  'an AVIF with alpha': () => sharp({ create: rgba }).avif().toBuffer(),
  'a JPEG of a camera': () => readFile(casePath('comfy', 'exif6.jpg')),
};

describe('what pictures say of themselves is what libvips reads', () => {
  it.each(Object.keys(MADE))('%s', async name => {
    const bytes = new Uint8Array(await MADE[name]!());
    const header = headerOf({ name, bytes, container: imageContainer(bytes)! });
    const told = await sharp(bytes).metadata();
    expect(header).toMatchObject({
      width: told.width,
      height: told.height,
      channels: told.channels,
      hasAlpha: told.hasAlpha,
    });
    expect(header!.space === 'cmyk').toBe(told.space === 'cmyk');
    expect(readExif(header!.exif).orientation).toBe(told.orientation ?? 1);
  });

  it('an animated WebP has more than one page', async () => {
    const frames = await sharp({ create: { ...rgb, height: 42 } })
      .raw()
      .toBuffer();
    const raw = { width: 37, height: 42, channels: 3, pageHeight: 21 } as const;
    frames.fill(7, frames.length / 2);
    const bytes = new Uint8Array(await sharp(frames, { raw }).webp({ lossless: true }).toBuffer());
    const header = headerOf({ name: 'x.webp', bytes, container: 'webp' });
    expect(header).toMatchObject({ width: 37, height: 21, pages: 2 });
  });

  it('nothing is made of files cut anywhere in their heads', async () => {
    for (const make of Object.values(MADE)) {
      const bytes = new Uint8Array(await make());
      const container = imageContainer(bytes)!;
      for (let length = 0; length < Math.min(400, bytes.length); length++)
        expect(() =>
          headerOf({ name: 'x', bytes: bytes.slice(0, length), container }),
        ).not.toThrow();
    }
  });
});
