import { copyFile, readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { convertFiles } from '../../../src/engine/convert/convertFiles';
import { NO_OVERRIDES } from '../../../src/engine/openedFile';
import {
  at,
  comfy,
  convert,
  deps,
  folder,
  open,
  preview,
  tensorsOf,
  useFolder,
  valuesOf,
} from '../../support/convertFiles';

useFolder();

describe('converting files', () => {
  it('carries the other tensors of a file along where none was named', async () => {
    await convert('invertMask', [comfy('node_dump_ok.safetensors')], at('out.safetensors'));
    const before = await tensorsOf(comfy('node_dump_ok.safetensors'));
    const after = await tensorsOf(at('out.safetensors'));
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    expect(await valuesOf(after.get('mask')!)).toEqual(
      (await valuesOf(before.get('mask')!)).map(x => Math.fround(1 - x)),
    );
    expect(await valuesOf(after.get('image')!)).toEqual(await valuesOf(before.get('image')!));
  });

  it('keeps the other tensors of the file, bit for bit, also where one was named', async () => {
    const source = comfy('node_dump_ok.safetensors');
    const extra = { tensors: ['mask'] };
    const { notes } = await convert('invertMask', [source], at('out.npz'), extra);
    const [before, after] = [await tensorsOf(source), await tensorsOf(at('out.npz'))];
    expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
    for (const name of ['image', 'samples', 'noise_mask'])
      expect(await valuesOf(after.get(name)!)).toEqual(await valuesOf(before.get(name)!));
    expect(notes).toEqual([]);
  });

  it('leaves the others out where that is asked for, and names them', async () => {
    const source = comfy('node_dump_ok.safetensors');
    const extra = { tensors: ['mask'], options: { others: 'drop' } };
    const { notes } = await convert('invertMask', [source], at('out.safetensors'), extra);
    expect([...(await tensorsOf(at('out.safetensors'))).keys()]).toEqual(['mask']);
    expect(notes).toEqual(['Left out, 3 tensors: "image", "noise_mask", "samples"']);
    const { metadata } = await open(at('out.safetensors'));
    expect(JSON.parse(metadata.get('tensor_loupe')!)[0].options).toEqual({ others: 'drop' });
  });

  it('gives a result whose name is taken another one, and says so', async () => {
    const source = comfy('node_dump_ok.safetensors');
    const extra = { tensors: ['image'] };
    const { notes } = await convert('channelToMask', [source], at('out.safetensors'), extra);
    const names = [...(await tensorsOf(at('out.safetensors'))).keys()].sort();
    expect(names).toEqual(['mask', 'mask_2', 'noise_mask', 'samples']);
    expect(notes).toEqual(['"mask" is taken: the new tensor is called "mask_2"']);
  });

  it('says what a target of one tensor has no room for, and what metadata is lost', async () => {
    const source = comfy('ComfyUI_00001_.latent');
    const { metadata } = await open(source);
    const keys = [...metadata.keys()].map(key => `"${key}"`).join(', ');
    expect(keys).not.toBe('');
    const saved = await convert('saveAs', [source], at('a.npz'));
    expect(saved.notes).toEqual([
      `A .npz has no place for this metadata, which is left out: ${keys}`,
    ]);
    const dump = comfy('node_dump_ok.safetensors');
    const { notes } = await convert('invertMask', [dump], at('m.npy'), { tensors: ['mask'] });
    expect(notes).toEqual(['A .npy holds one tensor; left out: "image", "noise_mask", "samples"']);
  });

  it('is not refused for a tensor beside the converted one that the target cannot hold', async () => {
    const source = comfy('dtypes.safetensors');
    const { notes } = await convert('toFloat32', [source], at('x.npz'), { tensors: ['f16'] });
    const names = [...(await tensorsOf(at('x.npz'))).keys()];
    expect(names).toContain('f16');
    expect(names).not.toContain('bf16');
    expect(notes[0]).toMatch(/^A \.npz cannot hold .*"bf16".*left out$/);
  });

  it('gives a target of one tensor what was converted, not what is beside it', async () => {
    await convert('invertMask', [comfy('node_dump_ok.safetensors')], at('out.npy'));
    expect((await tensorsOf(at('out.npy'))).get('')!.shape).toEqual([2, 48, 64]);
  });

  it('names new files beside their source and never takes a name that is there', async () => {
    await copyFile(comfy('c.npy'), at('x.npy'));
    await copyFile(comfy('image_channel_first.safetensors'), at('i.safetensors'));
    const names = [];
    for (const _ of [1, 2]) {
      names.push(...(await convert('addBatch', [at('x.npy')], null)).outputs);
      names.push(...(await convert('toChannelLast', [at('i.safetensors')], null)).outputs);
    }
    expect(names.map(({ path }) => path.slice(folder.length + 1))).toEqual([
      'x.batched.npy',
      'i.channel-last.safetensors',
      'x.batched.2.npy',
      'i.channel-last.2.safetensors',
    ]);
  });

  it('numbers a whole series of pictures anew when one of its names is taken', async () => {
    await copyFile(comfy('node_dump_ok.safetensors'), at('x.safetensors'));
    const write = () => convert('exportPng', [at('x.safetensors')], null, { tensors: ['image'] });
    await write();
    const { outputs } = await write();
    expect(outputs.map(({ path }) => path.slice(folder.length + 1))).toEqual([
      'x.2_00000.png',
      'x.2_00001.png',
    ]);
  });

  it('previews what it would write, and writes nothing for that', async () => {
    await copyFile(comfy('node_dump_ok.safetensors'), at('x.safetensors'));
    const extra = { tensors: ['image'], options: { width: '10', height: '7' } };
    const args = ['resizeImage', [at('x.safetensors')], null, extra] as const;
    const told = await preview(...args);
    expect(told).toMatchObject({ shapes: '[2,7,10,3]', paths: [at('x.resized.safetensors')] });
    expect(told).toMatchObject({ isChange: true, notes: [] });
    expect(await readdir(folder)).toEqual(['x.safetensors']);
    const { outputs } = await convert(...args);
    expect(outputs.map(({ path }) => path)).toEqual(told.paths);
    expect((await tensorsOf(told.paths[0]!)).get('image')!.shape).toEqual([2, 7, 10, 3]);
  });

  it('knows which conversion would leave a file as it is', async () => {
    const source = comfy('node_dump_ok.safetensors');
    const changes = async (...args: Parameters<typeof preview>) =>
      (await preview(...args)).isChange;
    expect(await changes('toFloat32', [source], null)).toBe(false);
    expect(await changes('toFloat32', [comfy('i8.npy')], null)).toBe(true);
    expect(await changes('castDtype', [source], null, { options: { dtype: 'F32' } })).toBe(false);
    expect(await changes('castDtype', [source], null, { options: { dtype: 'F16' } })).toBe(true);
    expect(await changes('invertMask', [source], null)).toBe(true);
  });

  it('previews nothing that it would refuse', async () => {
    const source = comfy('node_dump_ok.safetensors');
    const refused = preview('toChannelLast', [source], null, { tensors: ['mask'] });
    await expect(refused).rejects.toThrow(/toChannelLast/);
  });

  it('turns a picture into a safetensors file, and its alpha into a MASK', async () => {
    await convert('saveAs', [comfy('rgba.png')], at('out.safetensors'));
    const tensors = await tensorsOf(at('out.safetensors'));
    expect(tensors.get('image')!.shape).toEqual([1, 40, 56, 3]);
    expect(tensors.get('mask')!.shape).toEqual([1, 40, 56]);
  });

  it('writes a .latent as SaveLatent does', async () => {
    await convert('saveAs', [comfy('ComfyUI_00001_.latent')], at('copy.latent'));
    const tensors = await tensorsOf(at('copy.latent'));
    expect([...tensors.keys()].sort()).toEqual(['latent_format_version_0', 'latent_tensor']);
    await convert('saveAs', [comfy('node_dump_ok.safetensors')], at('samples.latent'), {
      tensors: ['samples'],
    });
    expect((await tensorsOf(at('samples.latent'))).get('latent_tensor')!.shape).toEqual([
      2, 4, 6, 8,
    ]);
  });

  it('marks an old latent only together with rescaling it', async () => {
    await convert('saveAs', [comfy('old_version.latent')], at('copy.latent'));
    expect([...(await tensorsOf(at('copy.latent'))).keys()]).toEqual(['latent_tensor']);
    await convert('rescaleOldLatent', [comfy('old_version.latent')], at('new.latent'));
    const rescaled = await tensorsOf(at('new.latent'));
    expect([...rescaled.keys()].sort()).toEqual(['latent_format_version_0', 'latent_tensor']);
    const old = await valuesOf((await tensorsOf(at('copy.latent'))).get('latent_tensor')!);
    const now = await valuesOf(rescaled.get('latent_tensor')!);
    now.forEach((value, i) => {
      expect(value).toBeCloseTo(old[i]! / 0.18215, 4);
    });
  });

  it('splits a batch into tensors, or into files where a file holds one', async () => {
    const source = comfy('node_dump_ok.safetensors');
    await convert('splitBatch', [source], at('a.npz'), { tensors: ['image'] });
    const names = [...(await tensorsOf(at('a.npz'))).keys()];
    expect(names.filter(name => name.startsWith('image'))).toEqual(['image_00000', 'image_00001']);
    const { outputs } = await convert('splitBatch', [source], at('a.npy'), { tensors: ['image'] });
    expect(outputs.map(({ path }) => path)).toEqual([at('a_00000.npy'), at('a_00001.npy')]);
  });

  it('stacks files back into the batch that they came from', async () => {
    const source = comfy('node_dump_ok.safetensors');
    await convert('splitBatch', [source], at('a.npy'), { tensors: ['image'] });
    await convert('stackBatch', [at('a_00000.npy'), at('a_00001.npy')], at('b.npy'));
    await convert('saveAs', [source], at('c.npy'), { tensors: ['image'] });
    expect(await readFile(at('b.npy'))).toEqual(await readFile(at('c.npy')));
  });

  it('finds the partners of a conversion of several tensors', async () => {
    await convert('setNoiseMask', [comfy('node_dump_ok.safetensors')], at('l.safetensors'));
    const tensors = await tensorsOf(at('l.safetensors'));
    expect(tensors.get('noise_mask')!.shape).toEqual([2, 1, 48, 64]);
    expect(tensors.get('samples')!.shape).toEqual([2, 4, 6, 8]);
    await convert('joinAlpha', [comfy('node_dump_ok.safetensors')], at('j.npy'));
    expect((await tensorsOf(at('j.npy'))).get('')!.shape).toEqual([2, 48, 64, 4]);
  });

  it('writes the results of several files into a folder, or under numbered names', async () => {
    const files = [comfy('image_channel_first.safetensors'), comfy('c.npy')];
    const first = await convert('addBatch', files, folder);
    const second = await convert('addBatch', files, at('both.npz'));
    const names = [...first.outputs, ...second.outputs].map(({ path }) =>
      path.slice(folder.length + 1),
    );
    expect(names).toEqual([
      'image_channel_first.batched.safetensors',
      'c.batched.npy',
      'both_00000.npz',
      'both_00001.npz',
    ]);
  });

  it('converts a file that has no path, where it is told to', async () => {
    const bytes = await readFile(comfy('c.npy'));
    const inputs = [{ file: { type: 'bytes' as const, name: 'c.npy', bytes }, tensors: [] }];
    const request = {
      conversion: 'addBatch',
      inputs,
      overrides: NO_OVERRIDES,
      options: {},
    } as const;
    await expect(
      convertFiles({ ...request, output: null, overwrite: false }, deps),
    ).rejects.toThrow(/name the file to write/);
    await convertFiles({ ...request, output: at('o.npy'), overwrite: false }, deps);
    expect((await tensorsOf(at('o.npy'))).get('')!.shape).toEqual([1, 2, 3, 4]);
  });

  it('takes back what it wrote of several files when one fails', async () => {
    const files = [comfy('node_dump_ok.safetensors'), comfy('dtypes.safetensors')];
    const extra = { options: { dtype: 'U8', lossy: 'true' }, tensors: ['image', 'f32'] };
    await expect(convert('castDtype', files, folder, extra)).rejects.toThrow(/NaN/);
    expect(await readdir(folder)).toEqual([]);
  });

  it('reports bytes as they are written', async () => {
    const seen: [number, number][] = [];
    const request = {
      conversion: 'saveAs',
      inputs: [{ file: { type: 'path', path: comfy('dtypes.safetensors') }, tensors: [] }],
      overrides: NO_OVERRIDES,
      options: {},
      output: at('x.safetensors'),
      overwrite: false,
    } as const;
    await convertFiles(request, deps, undefined, (done, total) => seen.push([done, total]));
    const [done, total] = seen.at(-1)!;
    expect(done).toBe(total);
    expect(total).toBeGreaterThan(260_000);
  });
});
