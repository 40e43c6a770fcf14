import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { TensorFileError } from '../../../src/core/errors';
import { imageContainer, imageFormat } from '../../../src/core/formats/image';
import type { Tensor, TensorFile } from '../../../src/core/tensor/tensor';
import { imageDecoder } from '../../../src/engine/images/imageDecoder';
import { casePath, expectedCases } from '../../support/cases';

interface ExpectedTensor {
  shape: number[];
  f32_sha256: string;
  at: { b: number; y: number; x: number; v: string[] }[];
}
interface ImageCase {
  file: string;
  class: string;
  pil: { ok: boolean; image: ExpectedTensor; mask: ExpectedTensor };
}

const { images } = await expectedCases<{ images: ImageCase[] }>('images');
/** Classes that were measured to be out of reach of sharp's decoders: their lossy values differ. */
const UNATTAINABLE = new Set(['avif', 'no-sharp']);

async function openImage(folder: string, name: string): Promise<TensorFile> {
  const bytes = new Uint8Array(await readFile(casePath(folder, name)));
  return openBytes(name, bytes);
}

function openBytes(name: string, bytes: Uint8Array): Promise<TensorFile> {
  const source = memorySource(bytes);
  return imageFormat.open({
    source,
    name,
    images: imageDecoder,
    sibling: async () => undefined,
  });
}

async function sha256(tensor: Tensor): Promise<string> {
  const bytes = await tensor.source.read(0, tensor.byteLength);
  return createHash('sha256').update(bytes).digest('hex');
}

async function valueAt(tensor: Tensor, index: readonly number[]): Promise<number> {
  const element = index.reduce((sum, i, axis) => sum + i * tensor.strides[axis]!, 0);
  const bytes = await tensor.source.read(element * 4, 4);
  return new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true);
}

async function expectTensor(tensor: Tensor, expected: ExpectedTensor) {
  expect(tensor.shape).toEqual(expected.shape);
  for (const { b, y, x, v } of expected.at)
    for (const [c, text] of v.entries()) {
      const index = tensor.shape.length === 4 ? [b, y, x, c] : [b, y, x];
      expect(await valueAt(tensor, index), `${tensor.name} at ${index}`).toBe(Number(text));
    }
  expect(await sha256(tensor)).toBe(expected.f32_sha256);
}

describe('pictures by the LoadImage rule', () => {
  const readable = images.filter(c => c.pil.ok && !UNATTAINABLE.has(c.class));
  test.each(readable)('$file gives Pillow’s IMAGE and MASK to the bit', async c => {
    const file = await openImage('images', c.file);
    const [image, mask] = file.tensors;
    await expectTensor(image!, c.pil.image);
    await expectTensor(mask!, c.pil.mask);
  });

  const refused = images.filter(c => !c.pil.ok);
  test.each(refused)('$file is refused in one readable line', async c => {
    const error = await openImage('images', c.file).catch(e => e as Error);
    expect(error).toBeInstanceOf(TensorFileError);
    expect((error as Error).message).toContain(c.file);
    expect((error as Error).message).not.toContain('\n');
  });
});

interface ComfyImage {
  shape: number[];
  sha256_f32: string;
}
interface ComfyCase {
  IMAGE?: ComfyImage;
  MASK?: ComfyImage;
}
const comfy = await expectedCases<{ files: Record<string, ComfyCase> }>('comfy');
const comfyImages = Object.entries(comfy.files).filter(([, c]) => c.IMAGE);

test.each(comfyImages)('comfy/%s gives LoadImage’s IMAGE and MASK', async (name, expected) => {
  const [image, mask] = (await openImage('comfy', name)).tensors;
  expect(image!.shape).toEqual(expected.IMAGE!.shape);
  expect(await sha256(image!)).toBe(expected.IMAGE!.sha256_f32);
  expect(mask!.shape).toEqual(expected.MASK!.shape);
  expect(await sha256(mask!)).toBe(expected.MASK!.sha256_f32);
});

test('every readable picture case is known by its first bytes', async () => {
  for (const { file, pil } of images.filter(c => c.pil.ok)) {
    const bytes = new Uint8Array(await readFile(casePath('images', file)));
    expect(imageContainer(bytes.subarray(0, 4096)), file).not.toBeNull();
    expect(pil.ok).toBe(true);
  }
});
