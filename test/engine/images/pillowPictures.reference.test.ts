import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { TensorFileError } from '../../../src/core/errors';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { imageDecoder } from '../../../src/engine/images/imageDecoder';
import { python } from '../../support/python';

interface Case {
  readonly data: string;
  /** Hashes of the IMAGE and the MASK; null where Pillow refuses the file. */
  readonly truth: { readonly image: string; readonly mask: string } | null;
}

const script = await readFile(join(import.meta.dirname, 'pillowPictures.py'), 'utf8');
const cases = Object.entries(JSON.parse(await python(script)) as Record<string, Case>);

function open(name: string, data: string) {
  const source = memorySource(new Uint8Array(Buffer.from(data, 'base64')));
  return imageDecoder.open({ source, name, images: imageDecoder, sibling: async () => undefined });
}

async function sha256(tensor: Tensor): Promise<string> {
  const bytes = await tensor.source.read(0, tensor.byteLength);
  return createHash('sha256').update(bytes).digest('hex');
}

const readable = cases.filter(([, { truth }]) => truth !== null);
test.each(readable)('%s gives Pillow’s IMAGE and MASK to the bit', async (name, c) => {
  const { tensors } = await open(name, c.data);
  const hashes = { image: await sha256(tensors[0]!), mask: await sha256(tensors[1]!) };
  expect(hashes).toEqual(c.truth);
});

/** Pillow reads these since version 10. */
const WE_READ_MORE = new Set(['header of 52', 'header of 56']);
const refused = cases.filter(([name, { truth }]) => truth === null && !WE_READ_MORE.has(name));
test.each(refused)('%s is refused as Pillow refuses it', async (name, c) => {
  await expect(open(name, c.data)).rejects.toThrow(TensorFileError);
});
