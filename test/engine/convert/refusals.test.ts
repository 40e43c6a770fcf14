import { execFileSync } from 'node:child_process';
import { copyFile, link, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConversionId } from '../../../src/core/convert/conversionIds';
import { convertFiles } from '../../../src/engine/convert/convertFiles';
import { NO_OVERRIDES } from '../../../src/engine/openedFile';
import type { ConvertParams } from '../../../src/protocol/engineMethods';
import { at, comfy, convert, deps, folder, useFolder } from '../../support/convertFiles';

useFolder();

describe('refusals', () => {
  const dump = 'node_dump_ok.safetensors';
  const cases: readonly [
    string,
    ConversionId,
    string,
    string,
    RegExp,
    (Partial<ConvertParams> & { tensors?: string[] })?,
  ][] = [
    [
      'the wrong kind',
      'invertMask',
      dump,
      'o.npy',
      /"image" is an IMAGE: this is for MASK/,
      { tensors: ['image'] },
    ],
    ['the wrong rank', 'addChannel', 'mask_squeezed.safetensors', 'o.npy', /rank 2.*needs rank 3/],
    ['a batch of several', 'dropBatch', dump, 'o.safetensors', /batch of 2/],
    [
      'an empty tensor',
      'addBatch',
      'dtypes.safetensors',
      'o.npy',
      /is empty/,
      { tensors: ['empty'] },
    ],
    [
      'NaN as an integer',
      'castDtype',
      'dtypes.safetensors',
      'o.npy',
      /NaN, which U8/,
      { tensors: ['f32'], options: { dtype: 'U8', lossy: 'true' } },
    ],
    ['sizes that differ', 'stackBatch', dump, 'o.npy', /does not fit/],
    ['two tensors in an .npy', 'saveAs', dump, 'o.npy', /\.npy holds one tensor, not 4.*\.npz/],
    ['bf16 in an .npz', 'saveAs', 'dtypes.safetensors', 'o.npz', /NumPy has no (BF16|F8)/],
    ['a dump as .latent', 'saveAs', dump, 'o.latent', /\.latent holds one tensor/],
    ['a mask as .latent', 'saveAs', dump, 'o.latent', /"mask" is a MASK/, { tensors: ['mask'] }],
    ['an unknown ending', 'saveAs', dump, 'o.gguf', /its ending is none of .*\.safetensors/],
    ['a missing folder', 'saveAs', dump, 'no/where/o.npz', /folder .*where is not there/],
    [
      'an unknown tensor',
      'saveAs',
      dump,
      'o.npz',
      /has no tensor "x".*"image"/,
      { tensors: ['x'] },
    ],
    [
      'several latent formats',
      'latentToRgb',
      dump,
      'o.png',
      /may be SD15, SDXL/,
      { tensors: ['samples'] },
    ],
    [
      'channel first as PNG',
      'exportPng',
      'image_channel_first.safetensors',
      'o.png',
      /channel first/,
    ],
    ['PNG under another name', 'exportPng', dump, 'o.npy', /should end in \.png/],
    ['a required option', 'growMask', dump, 'o.npy', /needs the option expand/],
    [
      'an unknown option',
      'invertMask',
      dump,
      'o.npy',
      /no option "x": its options are others/,
      { options: { x: '1' } },
    ],
    [
      'no alpha',
      'channelToMask',
      dump,
      'o.npy',
      /there is no alpha/,
      { options: { channel: 'alpha' } },
    ],
    [
      'an index past the batch',
      'selectBatch',
      dump,
      'o.npz',
      /index 7 is outside a batch of 2/,
      { options: { index: '7' } },
    ],
    ['a marked latent', 'rescaleOldLatent', 'ComfyUI_00001_.latent', 'o.latent', /marked already/],
    ['a broken file', 'saveAs', 'evil.pt', 'o.npz', /.+/],
  ];

  it.each(cases)('%s: nothing is written', async (_, id, source, output, message, extra) => {
    await expect(convert(id, [comfy(source)], at(output), extra)).rejects.toThrow(message);
    expect(await readdir(folder)).toEqual([]);
  });

  it('an existing file, unless it may be overwritten', async () => {
    await writeFile(at('o.npy'), 'mine');
    const request = [comfy('c.npy')];
    await expect(convert('saveAs', request, at('o.npy'))).rejects.toThrow(/exists already/);
    expect(await readFile(at('o.npy'), 'utf8')).toBe('mine');
    await convert('saveAs', request, at('o.npy'), { overwrite: true });
    expect(await readFile(at('o.npy'))).toEqual(await readFile(comfy('c.npy')));
  });

  it('the file that is converted, even by force and under another spelling', async () => {
    await copyFile(comfy('c.npy'), at('x.npy'));
    const output = join(folder, '.', 'x.npy');
    const again = convert('addBatch', [at('x.npy')], output, { overwrite: true });
    await expect(again).rejects.toThrow(/is a file that is read for this/);
    execFileSync('ln', ['-s', at('x.npy'), at('link.npy')]);
    const linked = convert('addBatch', [at('x.npy')], at('link.npy'), { overwrite: true });
    await expect(linked).rejects.toThrow(/is a file that is read for this/);
  });

  it('a file that is read, under the name of a hard link, and a shard of an index', async () => {
    await copyFile(comfy('c.npy'), at('x.npy'));
    await link(at('x.npy'), at('same.npy'));
    const linked = convert('addBatch', [at('x.npy')], at('same.npy'), { overwrite: true });
    await expect(linked).rejects.toThrow(/is a file that is read for this/);
    await copyFile(comfy('image_channel_first.safetensors'), at('shard.safetensors'));
    const index = { metadata: {}, weight_map: { image: 'shard.safetensors' } };
    await writeFile(at('m.safetensors.index.json'), JSON.stringify(index));
    const before = await readFile(at('shard.safetensors'));
    const args = [[at('m.safetensors.index.json')], at('shard.safetensors')] as const;
    const onto = convert('toChannelLast', ...args, { overwrite: true });
    await expect(onto).rejects.toThrow(/is a file that is read for this/);
    expect(await readFile(at('shard.safetensors'))).toEqual(before);
  });

  it('an abort, leaving nothing', async () => {
    const controller = new AbortController();
    const request = {
      conversion: 'saveAs',
      inputs: [{ file: { type: 'path', path: comfy('dtypes.safetensors') }, tensors: [] }],
      overrides: NO_OVERRIDES,
      options: {},
      output: at('x.safetensors'),
      overwrite: false,
    } as const;
    const converting = convertFiles(request, deps, controller.signal, () => controller.abort());
    await expect(converting).rejects.toThrow(/abort/i);
    expect(await readdir(folder)).toEqual([]);
  });
});
