import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { at, comfy, convert, folder, open, useFolder } from '../../support/convertFiles';
import { python } from '../../support/python';

useFolder();

describe('converted files, read by NumPy and Pillow', () => {
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
});
