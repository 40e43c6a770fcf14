import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { casePath } from '../support/cases';
import { cli } from '../support/cli';
import { tempFolder } from '../support/tempFolder';

async function pixels(path: string) {
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: info.channels };
}

/** The U8 data of a reference `.npy` of version 1.0. */
async function npyBytes(file: string): Promise<Buffer> {
  const bytes = await readFile(casePath('comfy', file));
  return bytes.subarray(10 + bytes.readUInt16LE(8));
}

describe('render', () => {
  it.each(['SD15', 'Flux', 'Wan21'])(
    "draws ComfyUI's Latent2RGB of %s to the byte",
    async format => {
      const out = join(await tempFolder(), 'rgb.png');
      const file = casePath('comfy', `latent_${format}.safetensors`);
      const run = await cli('render', file, '-o', out, '--view', 'rgb', '--latent-format', format);
      expect(run).toMatchObject({ exit: 0, err: '' });
      const { data, channels } = await pixels(out);
      const rgb = data.filter((_, i) => i % channels < 3);
      const expected = await npyBytes(`rgb_${format}.expected.npy`);
      expect(rgb).toEqual(expected.subarray(0, rgb.length));
    },
  );

  it('says which latent format it took where several fit', async () => {
    const out = join(await tempFolder(), 'rgb.png');
    const run = await cli(
      'render',
      casePath('comfy', 'latent_SD15.safetensors'),
      '-o',
      out,
      '--view',
      'rgb',
    );
    expect(run.err).toMatch(/^note: drawn as SD15; it may also be SDXL/);
  });

  it('lays a mask over its image', async () => {
    const folder = await tempFolder();
    const file = casePath('comfy', 'node_dump_ok.safetensors');
    const draw = async (...args: string[]) => {
      const out = join(folder, `${args.length}.png`);
      expect((await cli('render', file, '--tensor', 'image', '-o', out, ...args)).exit).toBe(0);
      return (await pixels(out)).data;
    };
    const plain = await draw();
    const over = await draw('--mask', 'mask', '--opacity', '1');
    // The mask's first value is 1: the colour covers the pixel; the overlay's colour is #ff3355.
    expect([...over.subarray(0, 3)]).toEqual([0xff, 0x33, 0x55]);
    expect([...plain.subarray(0, 3)]).not.toEqual([0xff, 0x33, 0x55]);
  });

  it.each([
    ['a view that does not fit', ['--tensor', 'mask', '--view', 'rgb', '--latent-format', 'SD15']],
    ['an index outside', ['--tensor', 'image', '--index', '9,*,*,*']],
    ['an empty range', ['--tensor', 'image', '--range', '1,1']],
    ['an unknown colormap', ['--tensor', 'mask', '--view', 'heatmap', '--colormap', 'no']],
    ['an unknown tensor', ['--tensor', 'no']],
  ])('refuses %s and writes nothing', async (_what, args) => {
    const out = join(await tempFolder(), 'out.png');
    const run = await cli(
      'render',
      casePath('comfy', 'node_dump_ok.safetensors'),
      '-o',
      out,
      ...args,
    );
    expect(run.exit).toBe(2);
    expect(run.err.split('\n')).toHaveLength(1);
    await expect(readFile(out)).rejects.toThrow();
  });

  it('never writes over the file that it draws', async () => {
    const path = join(await tempFolder(), 'rgba.png');
    await copyFile(casePath('comfy', 'rgba.png'), path);
    const before = await readFile(path);
    expect((await cli('render', path, '-o', path)).exit).toBe(2);
    expect(await readFile(path)).toEqual(before);
  });
});
