import { describe, expect, test } from 'vitest';
import { countingSource } from '../../../src/core/bytes/countingSource';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { openTorch, torchZip, valuesByName } from '../../support/openTorch';
import { intTuple, p, pickle, storage, tensor, tensorV3 } from '../../support/pickleAssembler';

const floats = new Float32Array([1, 2, 3, 4, 5, 6]);
const onFloats = storage('FloatStorage', '0', 6);
const vector = tensor(onFloats, [6], [1]);
const valuesOf = async (
  value: Uint8Array,
  storages: Record<string, ArrayBufferView> = { 0: floats },
) => valuesByName(await openTorch(torchZip(pickle(value), storages)));
const six = ['1', '2', '3', '4', '5', '6'];

describe('rebuilding calls', () => {
  test('a view with an offset and strides reads its own elements', async () => {
    const view = tensor(onFloats, [2, 2], [1, 3], 1);
    expect(await valuesOf(view)).toEqual({ '': ['2', '5', '3', '6'] });
  });
  test('version 3 names its dtype: fp8 on untyped bytes', async () => {
    const on = storage('torch.storage.UntypedStorage', '0', 3);
    const found = await valuesOf(tensorV3(on, [3], 'float8_e4m3fn'), {
      0: Uint8Array.of(0x38, 0x7e, 0x7f),
    });
    expect(found).toEqual({ '': ['1', '448', 'NaN'] });
  });
  test('version 3 with uint64 keeps every digit', async () => {
    const on = storage('torch.storage.UntypedStorage', '0', 8);
    const found = await valuesOf(tensorV3(on, [1], 'uint64'), {
      0: new BigUint64Array([2n ** 64n - 1n]),
    });
    expect(found).toEqual({ '': ['18446744073709551615'] });
  });
  test('float4 pairs are shown value by value', async () => {
    const on = storage('torch.storage.UntypedStorage', '0', 4);
    const file = await openTorch(
      torchZip(pickle(tensorV3(on, [2, 2], 'float4_e2m1fn_x2')), {
        0: Uint8Array.of(0x21, 0x43, 0x65, 0xf7),
      }),
    );
    expect(file.tensors[0]?.shape).toEqual([2, 4]);
    expect(await valuesByName(file)).toEqual({
      '': ['0.5', '1', '1.5', '2', '3', '4', '6', '-6'],
    });
  });
  test('parameters, with state and without, lie at their own path', async () => {
    const plain = p.call(p.global('torch._utils', '_rebuild_parameter'), vector, p.yes, p.none);
    const stateful = p.call(
      p.global('torch._utils', '_rebuild_parameter_with_state'),
      vector,
      p.yes,
      p.none,
      p.dict(['extra', vector]),
    );
    const found = await valuesOf(p.dict(['a', plain], ['b', stateful]));
    expect(found).toEqual({ a: six, b: six, 'b.extra': six });
  });
  test('a subclass is what its function makes', async () => {
    const [function_, args] = [p.global('torch._utils', '_rebuild_tensor_v2'), intTuple([6])];
    const inner = p.tuple(onFloats, p.int(0), args, intTuple([1]), p.no, p.none);
    const value = p.call(
      p.global('torch._tensor', '_rebuild_from_type_v2'),
      function_,
      p.global('my.package', 'MyTensor'),
      inner,
      p.dict(['tag', p.text('x')]),
    );
    const file = await openTorch(torchZip(pickle(value), { 0: floats }));
    expect(await valuesByName(file)).toEqual({ '': six });
    expect(file.metadata.get('tag')).toBe('x');
    expect(file.problems.map(problem => problem.message).join()).toContain('my.package.MyTensor');
  });
  test('a meta tensor is listed, with a warning and no values', async () => {
    const meta = p.call(
      p.global('torch._utils', '_rebuild_meta_tensor_no_storage'),
      p.global('torch', 'bfloat16'),
      intTuple([4096, 4096]),
      intTuple([4096, 1]),
      p.no,
    );
    const onMeta = tensor(storage('FloatStorage', '0', 6, 'meta'), [6], [1]);
    const file = await openTorch(torchZip(pickle(p.dict(['a', meta], ['b', onMeta]))));
    expect(file.tensors.map(t => [t.name, t.dtype.name, t.dtype.decodable])).toEqual([
      ['a', 'BF16', false],
      ['b', 'F32', false],
    ]);
    expect(file.problems.map(problem => problem.rule)).toEqual([
      'file/unknown-dtype',
      'file/unknown-dtype',
    ]);
    await expect(valuesByName(file)).rejects.toThrow('decoded');
  });
  test('a quantized tensor shows its integers and says what they stand for', async () => {
    const value = p.call(
      p.global('torch._utils', '_rebuild_qtensor'),
      storage('QInt8Storage', '0', 2),
      p.int(0),
      intTuple([2]),
      intTuple([1]),
      p.tuple(p.global('torch', 'per_tensor_affine'), p.float(0.5), p.int(3)),
      p.no,
      p.none,
    );
    const file = await openTorch(torchZip(pickle(value), { 0: Int8Array.of(-5, 7) }));
    expect(await valuesByName(file)).toEqual({ '': ['-5', '7'] });
    expect(file.metadata.get('')).toBe(
      'quantized: torch.per_tensor_affine, scale 0.5, zero point 3',
    );
  });
  test('a sparse tensor shows whole and in parts', async () => {
    const indices = tensor(storage('LongStorage', '1', 4), [2, 2], [2, 1]);
    const values = tensor(onFloats, [2], [1]);
    const layout = p.call(
      p.global('torch.serialization', '_get_layout'),
      p.text('torch.sparse_coo'),
    );
    const size = p.call(p.global('torch', 'Size'), intTuple([2, 3]));
    const value = p.call(
      p.global('torch._utils', '_rebuild_sparse_tensor'),
      layout,
      p.tuple(indices, values, size, p.yes),
    );
    const found = await valuesOf(p.dict(['s', value]), {
      0: floats,
      1: new BigInt64Array([0n, 1n, 2n, 0n]),
    });
    expect(found).toEqual({
      s: ['0', '0', '1', '2', '0', '0'],
      's.indices': ['0', '1', '2', '0'],
      's.values': ['1', '2'],
    });
  });
});

describe('values that torch left to be negated', () => {
  const lazy = (type: string, size: number[], bits: [string, Uint8Array][]) =>
    p.call(
      p.global('torch._utils', '_rebuild_tensor_v2'),
      storage(type, '0', 6),
      p.int(0),
      intTuple(size),
      intTuple([1]),
      p.no,
      p.none,
      p.dict(...bits),
    );
  test('a conjugated tensor shows the conjugate', async () => {
    const value = p.call(
      p.global('torch._utils', '_rebuild_tensor_v2'),
      storage('ComplexFloatStorage', '0', 3),
      p.int(1),
      intTuple([2]),
      intTuple([1]),
      p.no,
      p.none,
      p.dict(['conj', p.yes]),
    );
    expect(await valuesOf(value)).toEqual({
      '': [
        ['3', '-4'],
        ['5', '-6'],
      ],
    });
  });
  test('a negated tensor shows its negative, big endian too', async () => {
    const value = lazy('FloatStorage', [2], [['neg', p.yes]]);
    expect(await valuesOf(value)).toEqual({ '': ['-1', '-2'] });
    const big = new DataView(new ArrayBuffer(24));
    big.setFloat32(0, 1.5);
    const order = { byteorder: Buffer.from('big') };
    const file = await openTorch(torchZip(pickle(value), { 0: big }, order));
    expect(await valuesByName(file)).toEqual({ '': ['-1.5', '-0'] });
  });
  test('negated integers are named, not shown wrongly', async () => {
    const value = lazy('IntStorage', [2], [['neg', p.yes]]);
    const file = await openTorch(torchZip(pickle(value), { 0: floats }));
    expect(file.tensors).toEqual([]);
    expect(file.problems[0]?.message).toContain('negated');
  });
});

test('a dtype of the future costs one tensor, not the file', async () => {
  const on = storage('torch.storage.UntypedStorage', '0', 4);
  const value = p.dict(['new', tensorV3(on, [1], 'float3_new')], ['old', vector]);
  const file = await openTorch(torchZip(pickle(value), { 0: floats }));
  expect(file.tensors.map(t => t.name)).toEqual(['old']);
  expect(file.problems.map(problem => [problem.rule, problem.tensor])).toContainEqual([
    'file/unreadable',
    'new',
  ]);
});

describe('containers', () => {
  test('classes nobody knows are walked as data', async () => {
    const object = p.build(
      p.make(p.global('my.lib', 'EMA')),
      p.dict(['decay', p.float(0.999)], ['shadow', p.dict(['w', vector])]),
    );
    const file = await openTorch(torchZip(pickle(p.dict(['ema', object])), { 0: floats }));
    expect(await valuesByName(file)).toEqual({ 'ema.shadow.w': six });
    expect(file.metadata.get('ema.decay')).toBe('0.999');
    expect(file.problems.map(problem => problem.rule)).toEqual(['file/pickle-class']);
  });
  test('the state of slots, a deque, a set and number keys are entered', async () => {
    const slots = p.build(p.make(p.global('m', 'C')), p.tuple(p.none, p.dict(['s', vector])));
    const deque = Buffer.concat([
      p.call(p.global('collections', 'deque'), p.list()),
      Buffer.from('('),
      vector,
      Buffer.from('e'),
    ]);
    const optimizer = p.dict([p.int(0), p.dict(['exp_avg', vector])]);
    const found = await valuesOf(p.dict(['o', slots], ['d', deque], ['state', optimizer]));
    expect(Object.keys(found)).toEqual(['o.s', 'd.0', 'state.0.exp_avg']);
  });
  test('an OrderedDict of Python 2, made from pairs, has its keys as names', async () => {
    const pairs = p.list(p.list(p.text('w'), vector));
    const found = await valuesOf(p.call(p.global('collections', 'OrderedDict'), pairs));
    expect(Object.keys(found)).toEqual(['w']);
  });
  test('one container under two names is listed under both', async () => {
    const weights = p.put(p.dict(['w', vector]), 1);
    const found = await valuesOf(p.dict(['model', weights], ['ema', p.get(1)]));
    expect(Object.keys(found)).toEqual(['model.w', 'ema.w']);
  });
  test('names that are equal once joined are both kept', async () => {
    const value = p.dict(['a.b', vector], ['a', p.dict(['b', vector])]);
    const file = await openTorch(torchZip(pickle(value), { 0: floats }));
    expect(file.tensors.map(t => t.name)).toEqual(['a.b', 'a.b']);
  });
  test('a path, a partial and a datetime are told in words', async () => {
    const path = p.call(p.global('pathlib', 'PosixPath'), p.text('/'), p.text('data'));
    const file = await openTorch(torchZip(pickle(p.dict(['path', path], ['epoch', p.int(3)]))));
    expect(Object.fromEntries(file.metadata)).toEqual({
      path: "pathlib.PosixPath('/', 'data')",
      epoch: '3',
    });
  });
  test('a pyramid of shared lists ends soon', async () => {
    let value = p.put(p.list(vector), 0);
    for (let i = 1; i < 60; i++) value = p.put(p.list(value, p.get(i - 1)), i);
    const start = performance.now();
    const opening = openTorch(torchZip(pickle(value), { 0: floats }));
    await expect(opening).rejects.toThrow(/too many times|more than/);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
  test('a pyramid of shared lists without tensors opens at once', async () => {
    let value = p.put(p.list(p.list()), 0);
    for (let i = 1; i < 60; i++) value = p.put(p.list(value, p.get(i - 1)), i);
    expect((await openTorch(torchZip(pickle(value)))).tensors).toEqual([]);
  });
});

test('tensors that disagree about their storage are refused', async () => {
  const other = tensor(storage('FloatStorage', '0', 600), [2], [1]);
  const opening = openTorch(torchZip(pickle(p.list(other, vector)), { 0: floats }));
  await expect(opening).rejects.toThrow('another tensor says');
});

test.each(['999', '0', 'three', ''])('an archive of version "%s" is refused', async version => {
  const zip = torchZip(pickle(p.dict()), {}, { version: Buffer.from(version) });
  await expect(openTorch(zip)).rejects.toThrow('versions 1 to 10');
});

test('names from the file cannot write to a terminal, nor start a new line', async () => {
  const name = 'a\u001b[31m\nb\u202e';
  const bad = tensor(storage('FloatStorage', '7\u001b', 2), [2], [1]);
  const error = await openTorch(torchZip(pickle(p.dict([name, bad])))).catch(String);
  expect(error).toContain('a\\u001b[31m\\u000ab\\u202e');
  expect(error).not.toMatch(/\p{Cc}/u);
});

test('a big archive opens by its directory and pickle alone', async () => {
  const big = new Uint8Array(64 * 1024 * 1024);
  const value = p.dict(['w', tensor(storage('ByteStorage', '0', big.length), [big.length], [1])]);
  const source = countingSource(memorySource(torchZip(pickle(value), { 0: big })));
  const file = await openTorch(source);
  expect(file.tensors[0]?.byteLength).toBe(big.length);
  expect(source.bytesRead).toBeLessThan(8192);
});
