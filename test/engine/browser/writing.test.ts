import { inflateRawSync } from 'node:zlib';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { encodePng } from '../../../src/engine/browser/encodePng';
import { deliverBy, writing } from '../../../src/engine/browser/writing';
import { zlib } from '../../../src/engine/browser/zlib';

const delivered = new Map<string, Uint8Array>();
beforeEach(() => {
  delivered.clear();
  deliverBy(async (path, bytes) => void delivered.set(path, bytes));
});

describe('what is written in the browser', () => {
  it('comes whole to the host once all files are there, and never when they are discarded', async () => {
    const stage = (path: string, byte: number) =>
      writing.stageFile(path, sink => sink.write(Uint8Array.of(byte)));
    const staged = [await stage('memfs:/a', 1), await stage('memfs:/b', 2)];
    expect(delivered.size).toBe(0);
    await writing.giveNames(staged, false);
    expect([...delivered]).toEqual([
      ['memfs:/a', Uint8Array.of(1)],
      ['memfs:/b', Uint8Array.of(2)],
    ]);
    await writing.discardStaged([await stage('memfs:/c', 3)]);
    expect(delivered.has('memfs:/c')).toBe(false);
  });

  it('takes pieces in order and pieces at places of their own', async () => {
    const memory = new Uint8Array([1, 2]);
    const length = await writing.atomicWrite(
      'memfs:/a',
      async sink => {
        await sink.write(memory);
        memory.fill(9);
        await sink.writeAt(4, Uint8Array.of(5));
        await sink.writeAt(2, Uint8Array.of(3, 4));
      },
      { overwrite: true },
    );
    expect(length).toBe(5);
    expect(delivered.get('memfs:/a')).toEqual(Uint8Array.of(1, 2, 3, 4, 5));
  });

  it('fails as the host does', async () => {
    deliverBy(async () => {
      throw new Error('no permission');
    });
    const write = writing.atomicWrite('memfs:/a', async () => {}, { overwrite: true });
    await expect(write).rejects.toThrow('no permission');
  });

  it.each([1, 3, 4] as const)('a PNG of %d channels has the same pixels', async channels => {
    const [width, height] = [7, 5];
    const data = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37) % 256);
    const png = await encodePng({ width, height, channels, data });
    const pipeline = sharp(png);
    if (channels === 1) pipeline.toColourspace('b-w');
    const { data: read, info } = await pipeline.raw().toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width, height, channels });
    expect(new Uint8Array(read)).toEqual(data);
  });

  it('is deflated so that zlib inflates it', async () => {
    const data = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
    const chunks = async function* () {
      yield data.subarray(0, 100_000);
      yield data.subarray(100_000);
    };
    const pieces: Uint8Array[] = [];
    for await (const piece of zlib.deflate(chunks())) pieces.push(piece);
    expect(new Uint8Array(inflateRawSync(Buffer.concat(pieces)))).toEqual(data);
  });
});
