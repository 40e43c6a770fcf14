import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renamed } from '../../../src/core/convert/views';
import { viewStream } from '../../../src/core/tensor/streams';
import { npyWriter } from '../../../src/core/writers/npy';
import { npzWriter } from '../../../src/core/writers/npz';
import type { FileContent, TensorWriter, WriteOptions } from '../../../src/core/writers/writer';
import { centralEntry, endRecords, localHeader } from '../../../src/core/writers/zipRecords';
import { zlib } from '../../../src/engine/node/zlib';
import { casePath } from '../../support/cases';
import { bytesOfStream, memorySink, tensorOf } from '../../support/conversions';
import { openPath } from '../../support/openCase';
import { python } from '../../support/python';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loupe-writers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(
  writer: TensorWriter,
  content: FileContent,
  options: WriteOptions = {},
): Promise<Uint8Array> {
  expect(writer.refuses(content)).toBeNull();
  const sink = memorySink();
  await writer.write(content, sink, options);
  return sink.bytes();
}

const plain = (tensors: FileContent['tensors']): FileContent => ({ tensors, metadata: new Map() });

describe('npy writer', () => {
  it.each(['c.npy', 'i8.npy'])('gives numpy.save’s own bytes for %s', async name => {
    const { tensors } = await openPath(casePath('comfy', name));
    const bytes = await written(npyWriter, plain(tensors.map(viewStream)));
    expect(Buffer.compare(bytes, await readFile(casePath('comfy', name)))).toBe(0);
  });

  it.each([
    ['fortran.npy', 'c.npy'],
    ['big.npy', 'c.npy'],
  ])('writes %s as C order, little endian', async (name, truth) => {
    const { tensors } = await openPath(casePath('comfy', name));
    const bytes = await written(npyWriter, plain(tensors.map(viewStream)));
    expect(Buffer.compare(bytes, await readFile(casePath('comfy', truth)))).toBe(0);
  });

  const SHAPES = [
    [[], 'F32', 4],
    [[0, 4], 'F64', 8],
    [[3], 'BOOL', 1],
    [[2, 1, 2], 'C64', 8],
    [[1, 2, 1, 2, 1, 2], 'U16', 2],
    [[5], 'I64', 8],
  ] as const;

  it('writes every rank and dtype as NumPy saves and reads it', async () => {
    const expected: string[] = [];
    for (const [i, [shape, dtype, width]] of SHAPES.entries()) {
      const count = (shape as readonly number[]).reduce((a, b) => a * b, 1);
      const bytes = Uint8Array.from({ length: count * width }, (_, k) =>
        dtype === 'BOOL' ? k % 2 : k,
      );
      const ours = await written(
        npyWriter,
        plain([viewStream(tensorOf('x', dtype, shape, bytes))]),
      );
      await writeFile(join(folder, `${i}.npy`), ours);
      expected.push(`[${shape.join(', ')}]|${Buffer.from(bytes).toString('hex')}|True`);
    }
    const script = `
import sys, io, numpy as np
for i in range(int(sys.argv[2])):
    file = f'{sys.argv[1]}/{i}.npy'
    a = np.load(file); b = io.BytesIO(); np.save(b, a)
    print(list(a.shape), a.tobytes().hex(), b.getvalue() == open(file, 'rb').read(), sep='|')`;
    const out = await python(script, folder, String(SHAPES.length));
    expect(out.trim().split('\n')).toEqual(expected);
  });

  it('keeps records, texts and dates as NumPy has them', async () => {
    const names = [
      'v-struct-quote-names',
      'v-struct-unicode-name',
      'v-struct-mixed-endian',
      'v-U6-be-f2d',
      'v-M8_s-le-f2d',
      'v-S6-le-f2d',
    ];
    for (const name of names) {
      const { tensors } = await openPath(casePath('numpy', `${name}.npy`));
      await writeFile(
        join(folder, `${name}.npy`),
        await written(npyWriter, plain(tensors.map(viewStream))),
      );
    }
    const script = `
import sys, numpy as np
for name in sys.argv[3:]:
    a = np.load(f'{sys.argv[1]}/{name}.npy'); b = np.load(f'{sys.argv[2]}/{name}.npy')
    same = a.tolist() == b.tolist() and a.shape == b.shape
    print(name, same and a.dtype.newbyteorder('<') == b.dtype.newbyteorder('<'))`;
    const out = await python(script, casePath('numpy'), folder, ...names);
    expect(out.trim().split('\n')).toEqual(names.map(name => `${name} True`));
  });

  it.each(['BF16', 'F8_E4M3', 'F8_E8M0'] as const)('refuses %s and says what would work', dtype => {
    const length = dtype === 'BF16' ? 4 : 2;
    const tensor = viewStream(tensorOf('w', dtype, [2], new Uint8Array(length)));
    expect(npyWriter.refuses(plain([tensor]))).toMatch(/NumPy has no .*"w".*\.safetensors/);
    expect(npzWriter.refuses(plain([tensor]))).toMatch(/NumPy has no .*"w".*\.safetensors/);
  });

  it('refuses two tensors and says what would work', () => {
    const one = viewStream(tensorOf('a', 'U8', [1], new Uint8Array(1)));
    expect(npyWriter.refuses(plain([one, { ...one, name: 'b' }]))).toMatch(
      /one tensor, not 2.*\.npz/,
    );
  });
});

describe('npz writer', () => {
  it('gives numpy.savez’s own bytes', async () => {
    const { tensors } = await openPath(casePath('comfy', 'plain.npz'));
    const bytes = await written(npzWriter, plain(tensors.map(viewStream)));
    expect(Buffer.compare(bytes, await readFile(casePath('comfy', 'plain.npz')))).toBe(0);
  });

  it('deflates members that NumPy reads back to the bit', async () => {
    const { tensors } = await openPath(casePath('comfy', 'deflated.npz'));
    const named = tensors.map(tensor => viewStream(renamed(tensor, `${tensor.name}/é`)));
    const options = { compress: true, tools: zlib };
    const file = join(folder, 'deflated.npz');
    const bytes = await written(npzWriter, plain(named), options);
    await writeFile(file, bytes);
    const script = `
import sys, hashlib, zipfile, numpy as np
assert zipfile.ZipFile(sys.argv[1]).testzip() is None
z = np.load(sys.argv[1])
for k in z.files: print(k, list(z[k].shape), z[k].tobytes().hex()[:64], len(z[k].tobytes()))`;
    const lines = (await python(script, file)).trim().split('\n');
    const expected = await Promise.all(
      named.map(async stream => {
        const data = await bytesOfStream(stream);
        const start = Buffer.from(data.subarray(0, 32)).toString('hex');
        return `${stream.name} [${stream.shape.join(', ')}] ${start} ${data.length}`;
      }),
    );
    expect(lines).toEqual(expected);
    expect(bytes.length).toBeLessThan(tensors.reduce((sum, tensor) => sum + tensor.byteLength, 0));
  });

  it('keeps members past 4 GiB, as NumPy reads them', async () => {
    const bytes = await written(
      npzWriter,
      plain([viewStream(tensorOf('x', 'U8', [3], Uint8Array.of(7, 8, 9)))]),
    );
    const far = 5 * 2 ** 30;
    const member = {
      name: 'x.npy',
      method: 'stored',
      crc: 0,
      byteLength: 131,
      compressedLength: 131,
    } as const;
    const crc = new DataView(bytes.buffer).getUint32(14, true);
    const body = bytes.subarray(0, localHeader({ ...member, headerOffset: 0 }).length + 131);
    const entry = centralEntry({ ...member, crc, headerOffset: far });
    const file = join(folder, 'far.npz');
    const handle = await open(file, 'w');
    // Python's zipfile starts where the first member does; a few bytes there make NumPy see a zip.
    await handle.write(bytes, 0, 4, 0);
    await handle.write(body, 0, body.length, far);
    await handle.write(entry, 0, entry.length, far + body.length);
    const end = endRecords(1, far + body.length, entry.length);
    await handle.write(end, 0, end.length, far + body.length + entry.length);
    await handle.close();
    const script = "import sys, numpy as np; print(np.load(sys.argv[1])['x'].tolist())";
    expect((await python(script, file)).trim()).toBe('[7, 8, 9]');
  });

  it('refuses two members of one name', () => {
    const one = viewStream(tensorOf('a', 'U8', [1], new Uint8Array(1)));
    expect(npzWriter.refuses(plain([one, one]))).toMatch(/two tensors named "a"/);
  });
});
