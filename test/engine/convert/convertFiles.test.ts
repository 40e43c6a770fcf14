import { execFileSync } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConversionId } from '../../../src/core/convert/conversionIds';
import { readBox } from '../../../src/core/tensor/read';
import { elementCount, wholeRanges } from '../../../src/core/tensor/slice';
import type { Tensor, TensorFile } from '../../../src/core/tensor/tensor';
import { convertFiles } from '../../../src/engine/convert/convertFiles';
import type { ConvertRequest } from '../../../src/engine/convert/deps';
import { convertDeps } from '../../../src/engine/convertMethods';
import { NO_WORD, openPath } from '../../../src/engine/openedFile';
import { casePath } from '../../support/cases';
import { WASM_FOLDER } from '../../support/conversions';
import { python } from '../../support/python';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loupe-convert-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const deps = convertDeps(WASM_FOLDER);
const at = (name: string) => join(folder, name);
const comfy = (name: string) => casePath('comfy', name);

function convert(
  conversion: ConversionId,
  files: readonly string[],
  output: string | null,
  extra: Partial<ConvertRequest> & { tensors?: string[] } = {},
) {
  const { tensors = [], ...rest } = extra;
  const inputs = files.map(path => ({ location: { type: 'path' as const, path }, tensors }));
  const word = NO_WORD;
  const request = { conversion, inputs, word, options: {}, output, overwrite: false, ...rest };
  return convertFiles(request, deps);
}

const opened: TensorFile[] = [];
afterEach(async () => {
  for (const file of opened.splice(0)) await file.close();
});

async function open(path: string): Promise<TensorFile> {
  const { file } = await openPath(path);
  opened.push(file);
  return file;
}

async function tensorsOf(path: string): Promise<Map<string, Tensor>> {
  const file = await open(path);
  return new Map(file.tensors.map(tensor => [tensor.name, tensor]));
}

async function valuesOf(tensor: Tensor): Promise<number[]> {
  const bytes = await readBox(tensor, wholeRanges(tensor.shape));
  return Array.from(tensor.dtype.toNumbers(bytes, elementCount(tensor.shape)));
}

describe('converting files', () => {
  it('mends a channel-first image, keeps the source, and says what was done', async () => {
    const source = comfy('image_channel_first.safetensors');
    const before = await readFile(source);
    const { outputs } = await convert('toChannelLast', [source], at('out.safetensors'));
    expect(outputs).toEqual([{ path: at('out.safetensors'), byteLength: expect.any(Number) }]);
    expect(await readFile(source)).toEqual(before);
    const file = await open(at('out.safetensors'));
    expect(file.tensors.map(tensor => [tensor.name, tensor.shape])).toEqual([
      ['image', [2, 48, 64, 3]],
    ]);
    expect(JSON.parse(file.metadata.get('tensor_loupe')!)).toEqual([
      {
        conversion: 'toChannelLast',
        options: {},
        source: 'image_channel_first.safetensors',
        tensors: ['image'],
      },
    ]);
    const script = `
import sys, numpy as np
raw = open(sys.argv[1], 'rb').read(); n = int.from_bytes(raw[:8], 'little')
image = np.frombuffer(raw[8 + n:], '<f4').reshape(2, 3, 48, 64)
raw = open(sys.argv[2], 'rb').read(); n = int.from_bytes(raw[:8], 'little')
ours = np.frombuffer(raw[8 + n:], '<f4').reshape(2, 48, 64, 3)
print(np.moveaxis(image, 1, -1).tobytes() == ours.tobytes())`;
    expect((await python(script, source, at('out.safetensors'))).trim()).toBe('True');
  });

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

  it('writes only the tensors that were named', async () => {
    const source = comfy('node_dump_ok.safetensors');
    await convert('invertMask', [source], at('out.npz'), { tensors: ['mask'] });
    expect([...(await tensorsOf(at('out.npz'))).keys()]).toEqual(['mask']);
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

  it('turns a picture into a safetensors file, and its alpha into a MASK', async () => {
    await convert('saveAs', [comfy('rgba.png')], at('out.safetensors'));
    const tensors = await tensorsOf(at('out.safetensors'));
    expect(tensors.get('image')!.shape).toEqual([1, 40, 56, 3]);
    expect(tensors.get('mask')!.shape).toEqual([1, 40, 56]);
  });

  it('exports PNGs by the rule of SaveImage, float16 included', async () => {
    await convert('castDtype', [comfy('node_dump_ok.safetensors')], at('half.safetensors'), {
      options: { dtype: 'F16' },
      tensors: ['image'],
    });
    for (const [source, name] of [
      [comfy('node_dump_ok.safetensors'), 'full'],
      [at('half.safetensors'), 'half'],
    ] as const) {
      const { outputs } = await convert('exportPng', [source], at(`${name}.png`));
      expect(outputs.map(({ path }) => path)).toEqual([
        at(`${name}_00000.png`),
        at(`${name}_00001.png`),
      ]);
    }
    const script = `
import sys, json, numpy as np
from PIL import Image
def tensor(path):
    raw = open(path, 'rb').read(); n = int.from_bytes(raw[:8], 'little')
    e = json.loads(raw[8:8 + n])['image']; a, b = e['data_offsets']
    return np.frombuffer(raw[8 + n:][a:b], {'F32': '<f4', 'F16': '<f2'}[e['dtype']]).reshape(e['shape'])
for source, name in ((sys.argv[1], 'full'), (sys.argv[2] + '/half.safetensors', 'half')):
    for i, item in enumerate(tensor(source)):
        saved = np.clip(255. * item, 0, 255).astype(np.uint8)
        ours = np.asarray(Image.open(f'{sys.argv[2]}/{name}_0000{i}.png'))
        print((saved == ours).all(), ours.shape)`;
    const out = await python(script, comfy('node_dump_ok.safetensors'), folder);
    expect(out.trim().split('\n')).toEqual(Array.from({ length: 4 }, () => 'True (48, 64, 3)'));
  });

  it('writes any picture as PNG: a mask, a latent’s preview', async () => {
    await convert('latentToRgb', [comfy('latent_SD15.safetensors')], at('rgb.png'), {
      options: { format: 'SD15' },
    });
    await convert('invertMask', [comfy('node_dump_ok.safetensors')], at('mask.png'));
    expect((await readdir(folder)).sort()).toEqual([
      'mask_00000.png',
      'mask_00001.png',
      'rgb_00000.png',
      'rgb_00001.png',
    ]);
    const script = `
import sys, numpy as np
from PIL import Image
print((np.asarray(Image.open(sys.argv[1])) == np.load(sys.argv[2])).all())`;
    const truth = await python(script, at('rgb_00000.png'), comfy('rgb_SD15.expected.npy'));
    expect(truth.trim()).toBe('True');
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
    expect([...(await tensorsOf(at('a.npz'))).keys()]).toEqual(['image_00000', 'image_00001']);
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
    const inputs = [{ location: { type: 'bytes' as const, name: 'c.npy', bytes }, tensors: [] }];
    const request = { conversion: 'addBatch', inputs, word: NO_WORD, options: {} } as const;
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
      inputs: [{ location: { type: 'path', path: comfy('dtypes.safetensors') }, tensors: [] }],
      word: NO_WORD,
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

describe('refusals', () => {
  const dump = 'node_dump_ok.safetensors';
  const cases: readonly [
    string,
    ConversionId,
    string,
    string,
    RegExp,
    (Partial<ConvertRequest> & { tensors?: string[] })?,
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
      /no option "x": it has none/,
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
    await expect(again).rejects.toThrow(/is the file that is converted/);
    execFileSync('ln', ['-s', at('x.npy'), at('link.npy')]);
    const linked = convert('addBatch', [at('x.npy')], at('link.npy'), { overwrite: true });
    await expect(linked).rejects.toThrow(/is the file that is converted/);
  });

  it('an abort, leaving nothing', async () => {
    const controller = new AbortController();
    const request = {
      conversion: 'saveAs',
      inputs: [{ location: { type: 'path', path: comfy('dtypes.safetensors') }, tensors: [] }],
      word: NO_WORD,
      options: {},
      output: at('x.safetensors'),
      overwrite: false,
    } as const;
    const converting = convertFiles(request, deps, controller.signal, () => controller.abort());
    await expect(converting).rejects.toThrow(/abort/i);
    expect(await readdir(folder)).toEqual([]);
  });
});
