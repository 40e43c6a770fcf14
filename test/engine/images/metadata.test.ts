import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { TensorFileError } from '../../../src/core/errors';
import { encodePng } from '../../../src/engine/images/encodePng';
import { imageDecoder } from '../../../src/engine/images/imageDecoder';
import { missingSharp } from '../../../src/engine/node/sharpModule';

function open(bytes: Uint8Array, name = 'picture.png') {
  const source = memorySource(bytes);
  return imageDecoder.open({ source, name, images: imageDecoder, sibling: async () => undefined });
}

const pixels = {
  width: 3,
  height: 2,
  channels: 3,
  data: Uint8Array.from({ length: 18 }, (_, i) => i * 14),
} as const;

describe('encodePng', () => {
  test('gives back the same pixels and texts, the same bytes each time', async () => {
    const text = new Map([
      ['prompt', '{"3": {"class_type": "KSampler"}}'],
      ['workflow', '{"title": "größer ≥ 猫"}'],
    ]);
    const png = await encodePng(pixels, text);
    expect(await encodePng(pixels, text)).toEqual(png);
    const file = await open(png);
    expect(file.metadata).toEqual(text);
    const image = await file.tensors[0]!.source.read(0, 18 * 4);
    const levels = new Float32Array(image.buffer, image.byteOffset, 18).map(v => v * 255);
    expect([...levels].map(Math.round)).toEqual([...pixels.data]);
    const notes = (await sharp(png).metadata()).comments;
    expect(notes?.map(note => note.keyword).sort()).toEqual(['prompt', 'workflow']);
  });

  test.each([1, 4] as const)('writes %d channels', async channels => {
    const data = Uint8Array.from({ length: 6 * channels }, (_, i) => (i * 37) % 256);
    const file = await open(await encodePng({ width: 2, height: 3, channels, data }));
    expect(file.tensors.map(t => t.shape)).toEqual([
      [1, 3, 2, 3],
      channels === 4 ? [1, 3, 2] : [1, 64, 64],
    ]);
  });

  test('refuses pixels that do not fit their size', async () => {
    await expect(encodePng({ ...pixels, width: 4 })).rejects.toThrow(TensorFileError);
    await expect(encodePng(pixels, new Map([['', 'x']]))).rejects.toThrow(/keyword/);
  });
});

describe('metadata of pictures', () => {
  test('ComfyUI’s notes come out of WebP EXIF under their own names', async () => {
    const webp = await sharp(pixels.data, { raw: pixels })
      .webp({ lossless: true })
      .withExif({ IFD0: { Model: 'prompt:{"1":2}', Make: 'workflow:{}', Artist: 'someone' } })
      .toBuffer();
    const { metadata } = await open(new Uint8Array(webp), 'x.webp');
    expect(metadata.get('prompt')).toBe('{"1":2}');
    expect(metadata.get('workflow')).toBe('{}');
    expect(metadata.get('Artist')).toBe('someone');
  });

  test('a compressed note that inflates without end does not keep the picture from opening', async () => {
    const bomb = deflateSync(Buffer.alloc(64 << 20));
    const note = chunk('zTXt', Buffer.concat([Buffer.from('prompt\0\0', 'latin1'), bomb]));
    const png = Buffer.from(await encodePng(pixels));
    const file = await open(
      new Uint8Array(Buffer.concat([png.subarray(0, 33), note, png.subarray(33)])),
    );
    expect(file.tensors[0]!.shape).toEqual([1, 2, 3, 3]);
    expect(file.metadata.has('prompt')).toBe(false);
  });
});

/** A chunk without its checksum, which no reader asks of a note. */
function chunk(type: string, data: Uint8Array): Buffer {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(type, 4, 'latin1');
  out.set(data, 8);
  return out;
}

describe('pictures that lie', () => {
  test('a PNG that claims 60,000 x 60,000 pixels is refused before anything is allocated', async () => {
    const png = Buffer.from(await encodePng(pixels));
    png.writeUInt32BE(60_000, 16);
    png.writeUInt32BE(60_000, 20);
    await expect(open(new Uint8Array(png))).rejects.toThrow(/60000 x 60000/);
  });

  test('text named like a picture is refused with what it is not', async () => {
    await expect(open(new TextEncoder().encode('hello there'))).rejects.toThrow(/first bytes/);
  });

  test('every cut of a small PNG, GIF and WebP opens or is refused in one line', async () => {
    const raw = sharp(pixels.data, { raw: pixels });
    const files = [
      await encodePng(pixels),
      await raw.clone().gif().toBuffer(),
      await raw.clone().webp().toBuffer(),
    ];
    for (const bytes of files)
      for (let length = 0; length < bytes.length; length++) {
        const error = await open(new Uint8Array(bytes.subarray(0, length))).then(
          () => null,
          e => e as Error,
        );
        if (error === null) continue;
        expect(error, `${length} bytes: ${error.stack}`).toBeInstanceOf(TensorFileError);
        expect(error.message).not.toContain('\n');
      }
  });

  test('a missing decoder is one plain line', () => {
    const cause = new Error(
      'Could not load the "sharp" module using the linux-x64 runtime\nPossible solutions:\n- x',
    );
    const { message } = missingSharp(cause);
    expect(message).toContain('linux-x64 runtime');
    expect(message).not.toContain('\n');
  });
});
