import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { endingsOf } from '../../../src/core/formats/format';
import { FORMATS } from '../../../src/core/formats/index';
import { formatByEnding, openTensorFile } from '../../../src/core/formats/open';
import { casePath } from '../../support/cases';
import { memoryContext } from '../../support/openCase';

async function openAs(folder: string, file: string, name: string) {
  return openTensorFile(memoryContext(await readFile(casePath(folder, file)), name));
}

describe('a file is known by its content first', () => {
  it.each([
    ['safetensors', 'v-basic.safetensors', 'model.bin', 'safetensors'],
    ['safetensors', 'v-basic.safetensors', 'x.npy', 'safetensors'],
    ['safetensors', 'v-basic.safetensors', 'no-ending', 'safetensors'],
    ['numpy', 'v-version-3.npy', 'x.safetensors', 'npy'],
    ['numpy', 'z-deflated.npz', 'x.npy', 'npz'],
    ['numpy', 'z-deflated.npz', 'x.pt', 'npz'],
    ['comfy', 'tensor.pt', 'x.npz', 'torch'],
    ['comfy', 'tensor.pt', 'x.safetensors', 'torch'],
    ['comfy', 'legacy.pt', 'x.bin', 'torch'],
  ])('%s/%s named %s is %s', async (folder, file, name, format) => {
    expect((await openAs(folder, file, name)).format).toBe(format);
  });

  it.each([
    ['', 'x.safetensors', 'The file is empty'],
    [
      'version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n',
      'x.safetensors',
      'git lfs pull',
    ],
    ['version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 1\n', 'x.npy', 'git lfs pull'],
    ['\n <!DOCTYPE html><html></html>', 'x.safetensors', 'a web page'],
    ['{"weight_map": {}}', 'index.json', 'JSON text'],
    ['\n[1, 2]', 'x.safetensors', 'JSON text'],
    ['GGUF\x03\0\0\0', 'x.bin', 'The GGUF header is cut short'],
    ['\x89HDF\r\n\x1a\n', 'x.ckpt', 'an HDF5 file'],
    ['7z\xbc\xaf\x27\x1c', 'x.npz', 'a 7z archive'],
    ['\x1f\x8b\x08', 'x.npy', 'gzip data'],
    ['hello', 'x.txt', 'no tensor file'],
    ['hello', 'x.npy', 'starts with the bytes'],
    ['hello', 'x.npz', 'not a zip archive'],
    ['PK\x03\x04 and no more', 'x.npy', 'cut short'],
  ])('%j named %s says what it is: %s', async (text, name, message) => {
    const bytes = Buffer.from(text, 'latin1');
    await expect(openTensorFile(memoryContext(bytes, name))).rejects.toThrow(message);
  });

  it('closes the file that it cannot open', async () => {
    let closed = 0;
    const context = memoryContext(Buffer.from('hello'), 'x.txt');
    const source = { ...context.source, close: async () => void closed++ };
    await expect(openTensorFile({ ...context, source })).rejects.toThrow();
    expect(closed).toBe(1);
  });
});

describe('the list of formats', () => {
  it('gives each ending to one format, the longest first', () => {
    const endings = FORMATS.flatMap(endingsOf);
    expect(new Set(endings).size).toBe(endings.length);
    for (const format of FORMATS) {
      for (const ending of endingsOf(format)) {
        expect(ending).toMatch(/^\.[a-z0-9.]+$/);
        expect(formatByEnding(`Model${ending.toUpperCase()}`)).toBe(format);
      }
    }
    expect(formatByEnding('notes.txt')).toBeUndefined();
  });
});
