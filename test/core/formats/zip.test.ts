import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { TensorFileError } from '../../../src/core/errors';
import { openTensorFile } from '../../../src/core/formats/open';
import { openZip } from '../../../src/core/formats/zip';
import { casePath } from '../../support/cases';
import { memoryContext } from '../../support/openCase';

async function open(file: string) {
  return openZip(memorySource(await readFile(casePath('numpy', file))));
}

async function readStart(file: string, name: string): Promise<string> {
  const member = (await open(file)).get(name)!.source();
  return String.fromCharCode(...(await member.read(1, 5)));
}

describe('zip archives', () => {
  it.each([
    ['stored and deflated', 'z-mixed-methods.npz', 'b.npy'],
    ['zip64', 'z-zip64-full.npz', 'a.npy'],
    ['sizes only in the directory', 'z-data-descriptor-deflated.npz', 'a.npy'],
    ['a comment at the end', 'z-comment.npz', 'a.npy'],
    ['a name that JavaScript knows', 'z-odd-names.npz', '__proto__.npy'],
  ])('reads %s', async (_, file, name) => {
    expect(await readStart(file, name)).toBe('NUMPY');
  });

  it.each([
    ['z-bzip2.npz', 'method 12 (bzip2)'],
    ['z-lzma.npz', 'method 14 (lzma)'],
    ['z-encrypted-flag.npz', 'encrypted'],
    ['z-member-offset-beyond.npz', 'outside the file'],
    ['z-local-name-differs.npz', 'damaged'],
    ['z-size-lies-big.npz', 'its size is wrong'],
  ])('lists the member of %s and refuses to read it: %s', async (file, message) => {
    await expect(readStart(file, 'a.npy')).rejects.toThrow(message);
  });

  it('cut at any byte are refused in words', async () => {
    const bytes = await readFile(casePath('numpy', 'z-mixed-methods.npz'));
    for (let cut = 0; cut < bytes.length; cut++) {
      const context = memoryContext(bytes.subarray(0, cut), 'cut.npz');
      await expect(openTensorFile(context)).rejects.toThrow(TensorFileError);
    }
  });

  it('refuse a stored member whose bytes were changed, when it is read whole', async () => {
    const bytes = await readFile(casePath('numpy', 'z-comment.npz'));
    const header = bytes.indexOf('NUMPY');
    bytes[header + 140]! ^= 1;
    const archive = await openZip(memorySource(bytes));
    const entry = archive.get('a.npy')!;
    const data = entry.source({ checksum: true }).read(128, entry.uncompressedSize - 128);
    await expect(data).rejects.toThrow('does not match its checksum');
    expect((await entry.source().read(128, 4)).length).toBe(4);
  });

  it.each([
    ['z-no-eocd.npz', 'cut short'],
    ['z-truncated-half.npz', 'cut short'],
    ['z-cd-offset-beyond.npz', 'does not fit the file'],
    ['z-not-a-zip.npz', 'cut short'],
  ])('refuses %s: %s', async (file, message) => {
    await expect(open(file)).rejects.toThrow(message);
  });
});
