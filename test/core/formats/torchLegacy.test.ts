import { describe, expect, test } from 'vitest';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { TensorFileError } from '../../../src/core/errors';
import { allValues, openTorch, torchZip, valuesByName } from '../../support/openTorch';
import { p, pickle, storage, tensor } from '../../support/pickleAssembler';
import { sparseSource } from '../../support/sparseSource';

const floats = new Float32Array([1, 2, 3, 4, 5, 6]);
const onFloats = storage('FloatStorage', '0', 6);
const vector = tensor(onFloats, [6], [1]);
const _valuesOf = async (
  value: Uint8Array,
  storages: Record<string, ArrayBufferView> = { 0: floats },
) => valuesByName(await openTorch(torchZip(pickle(value), storages)));
const six = ['1', '2', '3', '4', '5', '6'];

describe('files of torch before 1.6', () => {
  const legacy = (value: Uint8Array, keys: string[], data: Uint8Array) =>
    new Uint8Array(
      Buffer.concat([
        Buffer.from('80028a0a6cfc9c46f9206aa850192e', 'hex'),
        pickle(p.int(1001)),
        pickle(p.dict()),
        pickle(value),
        pickle(p.list(...keys.map(p.text))),
        data,
      ]),
    );
  const counted = (count: number, view: ArrayBufferView) =>
    Buffer.concat([
      Buffer.from(new BigInt64Array([BigInt(count)]).buffer),
      Buffer.from(view.buffer, view.byteOffset, view.byteLength),
    ]);
  const onView = (offset: number, count: number) => {
    const view = p.tuple(p.text('v'), p.int(offset), p.int(count));
    const id = [p.text('storage'), p.global('torch', 'FloatStorage'), p.text('k'), p.text('cpu')];
    return Buffer.concat([p.tuple(...id, p.int(6), view), Buffer.from('Q')]);
  };

  test('a storage that is a view of another starts where the view does', async () => {
    const file = await openTorch(legacy(tensor(onView(2, 3), [3], [1]), ['k'], counted(6, floats)));
    expect(await valuesByName(file)).toEqual({ '': ['3', '4', '5'] });
  });
  test.each([
    ['a tensor past its view', legacy(tensor(onView(2, 3), [4], [1]), ['k'], counted(6, floats))],
    ['a view past its storage', legacy(tensor(onView(4, 3), [3], [1]), ['k'], counted(6, floats))],
    ['a count that disagrees', legacy(vector, ['0'], counted(5, floats))],
    ['a key that is not listed', legacy(vector, [], counted(6, floats))],
    ['a key that nothing uses', legacy(vector, ['0', '1'], counted(6, floats))],
    ['a key that is listed twice', legacy(vector, ['0', '0'], counted(6, floats))],
  ])('%s is refused', async (_, bytes) => {
    await expect(openTorch(bytes)).rejects.toThrow(TensorFileError);
  });
  test('many long storages open by their pickles; a wrong count shows when it is read', async () => {
    const long = new Uint8Array(8192);
    const keys = Array.from({ length: 50 }, (_, i) => String(i));
    const list = p.list(...keys.map(key => tensor(storage('ByteStorage', key, 8192), [8192], [1])));
    const data = keys.map((_, i) => counted(i === 49 ? 8191 : 8192, long));
    const bytes = legacy(list, keys, Buffer.concat(data));
    const source = countingSource(memorySource(bytes));
    const file = await openTorch(source);
    expect(source.bytesRead).toBeLessThan(66 * 1024);
    expect(await allValues(file.tensors[48]!)).toHaveLength(8192);
    await expect(allValues(file.tensors[49]!)).rejects.toThrow('8191 elements');
  });
  test('ten gigabytes open by their pickles alone', async () => {
    const count = 10 * 2 ** 30;
    const value = tensor(storage('ByteStorage', '0', 2 ** 31 - 1), [2 ** 31 - 1], [1]);
    const start = legacy(value, ['0'], counted(2 ** 31 - 1, new Uint8Array(0)));
    const source = countingSource(sparseSource(start, count));
    expect((await openTorch(source)).tensors[0]?.byteLength).toBe(2 ** 31 - 1);
    expect(source.bytesRead).toBeLessThan(66 * 1024);
  });
  test('a plain pickle and a tar file are named for what they are', async () => {
    await expect(openTorch(pickle(p.dict()))).rejects.toThrow('plain pickle');
    const tar = new Uint8Array(1024);
    tar.set(Buffer.from('ustar'), 257);
    await expect(openTorch(tar)).rejects.toThrow('tar file');
  });
});

test('TorchScript constants are listed under their own name', async () => {
  const script = { 'constants.pkl': pickle(p.tuple(vector)), 'code/x.py': Buffer.from('') };
  const constants = { 'constants/0': new Uint8Array(floats.buffer) };
  const zip = torchZip(pickle(p.dict()), {}, { ...script, ...constants });
  const file = await openTorch(zip);
  expect(await valuesByName(file)).toEqual({ 'constants.0': six });
  expect(file.problems[0]?.message).toContain('TorchScript');
});
