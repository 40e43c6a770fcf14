import type { ByteSource } from '../../src/core/bytes/byteSource';
import { memorySource } from '../../src/core/bytes/memorySource';
import { torchFormat } from '../../src/core/formats/torch';
import type { Tensor, TensorFile } from '../../src/core/tensor/tensor';
import { readValues, type ValueText } from '../../src/core/tensor/values';
import { zipFile } from './zipFile';

/** Opens PyTorch bytes, or a source of them. */
export function openTorch(data: Uint8Array | ByteSource, name = 'x.pt'): Promise<TensorFile> {
  const images = {
    open: async () => {
      throw new Error('no images here');
    },
  };
  const source = data instanceof Uint8Array ? memorySource(data) : data;
  return torchFormat.open({ source, name, sibling: async () => undefined, images });
}

/** An archive as torch.save writes it, of this pickle and these storages. */
export function torchZip(
  pickle: Uint8Array,
  storages: Readonly<Record<string, ArrayBufferView>> = {},
  others: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const asBytes = (view: ArrayBufferView) =>
    new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  return zipFile([
    { name: 'archive/data.pkl', bytes: pickle },
    ...Object.entries(others).map(([name, bytes]) => ({ name: `archive/${name}`, bytes })),
    ...Object.entries(storages).map(([key, view]) => ({
      name: `archive/data/${key}`,
      bytes: asBytes(view),
    })),
  ]);
}

/** Every element of a tensor as text. */
export async function allValues(tensor: Tensor): Promise<readonly ValueText[]> {
  const ranges = tensor.shape.map(count => ({ start: 0, count, step: 1 }));
  return (await readValues(tensor, ranges)).values;
}

/** Shape and values of each tensor by its name. */
export async function valuesByName(file: TensorFile): Promise<Record<string, unknown>> {
  const all = file.tensors.map(async tensor => [tensor.name, await allValues(tensor)] as const);
  return Object.fromEntries(await Promise.all(all));
}
