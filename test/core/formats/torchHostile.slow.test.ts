import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { TensorFileError } from '../../../src/core/errors';
import { OPCODES } from '../../../src/core/formats/pickle/opcodes';
import { readPickle } from '../../../src/core/formats/pickle/readPickle';
import { openZip } from '../../../src/core/formats/zip';
import { verbatim } from '../../../src/core/l10n';
import { casePath, expectedCases } from '../../support/cases';
import { allValues, openTorch, torchZip } from '../../support/openTorch';
import { p, pickle, storage, tensor } from '../../support/pickleAssembler';

const SEED = 20261122;
const { cases } = await expectedCases<{ cases: { file: string; container: string }[] }>('pytorch');
const bytesOf = (file: string) => new Uint8Array(readFileSync(casePath('pytorch', file)));

/** Opens, and reads every tensor; a TensorFileError is the only thing that may be thrown. */
async function openOrRefuse(bytes: Uint8Array): Promise<'opened' | 'refused'> {
  try {
    const file = await openTorch(bytes);
    for (const t of file.tensors) {
      const isSmall = t.byteLength <= 1 << 16;
      if (isSmall && t.dtype.decodable) await allValues(t);
    }
    return 'opened';
  } catch (error) {
    if (error instanceof TensorFileError) return 'refused';
    throw error;
  }
}

async function dataPickle(file: string): Promise<Uint8Array | undefined> {
  const { entries } = await openZip(memorySource(bytesOf(file)));
  const entry = entries.find(({ name }) => name.endsWith('data.pkl'));
  return entry?.source().read(0, entry.uncompressedSize);
}

describe('cut at every byte', () => {
  const legacy = cases.filter(c => c.container === 'legacy').map(c => c.file);
  test.each(legacy)('%s is refused', async file => {
    const bytes = bytesOf(file);
    for (let length = 0; length < bytes.length; length++)
      expect(await openOrRefuse(bytes.slice(0, length)), `${length} bytes`).toBe('refused');
  });
  const archives = ['v-zip-state-dict.pth', 'v-zip-sparse-coo.pt', 'p-zip-protocol5.pt'];
  test.each(archives)('the pickle of %s is refused', async file => {
    const bytes = (await dataPickle(file))!;
    for (let length = 0; length < bytes.length; length++)
      expect(await openOrRefuse(torchZip(bytes.slice(0, length))), `${length}`).toBe('refused');
  });
  test('an archive is refused', async () => {
    const bytes = bytesOf('v-zip-plain-dict.bin');
    for (let length = 0; length < bytes.length; length += 7)
      expect(await openOrRefuse(bytes.slice(0, length)), `${length} bytes`).toBe('refused');
  });
});

describe('random pickles', () => {
  const codes = OPCODES.flatMap((opcode, code) => (opcode ? [code] : []));
  const smallNumbers = fc.nat({ max: 4 });
  const instruction = fc.tuple(fc.constantFrom(...codes), smallNumbers, smallNumbers);

  /** Arguments of the right length, so that programs run far before they fail. */
  function assemble(program: readonly (readonly [number, number, number])[]): Uint8Array {
    const parts = program.map(([code, a, b]) => {
      const name = OPCODES[code]!.name;
      if (/^(SHORT_BIN|BININT1|BINPUT|BINGET|PROTO|LONG1)/.test(name))
        return [
          code,
          a,
          ...new Array(name.startsWith('SHORT') || name === 'LONG1' ? a : 0).fill(b),
        ];
      if (/^(BINUNICODE|BINBYTES|BINSTRING|LONG4)$/.test(name))
        return [code, a, 0, 0, 0, ...new Array(a).fill(b)];
      if (/^(BINUNICODE8|BINBYTES8|BYTEARRAY8)$/.test(name))
        return [code, a, 0, 0, 0, 0, 0, 0, 0, ...new Array(a).fill(b)];
      if (/^(LONG_BINPUT|LONG_BINGET|BININT)$/.test(name)) return [code, a, 0, 0, 0];
      if (/^(BINFLOAT|FRAME)$/.test(name)) return [code, 0, 0, 0, 0, 0, 0, 0, a];
      if (name === 'BININT2') return [code, a, b];
      if (name === 'GLOBAL') return [code, ...Buffer.from(GLOBALS[(a * 5 + b) % GLOBALS.length]!)];
      return [code];
    });
    return Uint8Array.from([0x80, 2, ...parts.flat(), 0x2e]);
  }
  const GLOBALS = [
    'torch._utils\n_rebuild_tensor_v2\n',
    'torch._utils\n_rebuild_tensor_v3\n',
    'torch._utils\n_rebuild_parameter\n',
    'torch._utils\n_rebuild_sparse_tensor\n',
    'torch._utils\n_rebuild_qtensor\n',
    'torch._tensor\n_rebuild_from_type_v2\n',
    'torch\nFloatStorage\n',
    'torch\nSize\n',
    'torch\nfloat32\n',
    'collections\nOrderedDict\n',
    'numpy.core.multiarray\n_reconstruct\n',
    'numpy.core.multiarray\nscalar\n',
    'numpy\ndtype\n',
    '_codecs\nencode\n',
    'my\nClass\n',
  ];

  test('end in a value or a TensorFileError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(instruction, { maxLength: 60 }), async program => {
        await openOrRefuse(torchZip(assemble(program), { 0: new Float32Array(4) }));
      }),
      { seed: SEED, numRuns: 600 },
    );
  });
  test('of any bytes at all end so too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), bytes => {
        try {
          readPickle(bytes, 0, { label: verbatim('x') });
        } catch (error) {
          expect(error).toBeInstanceOf(TensorFileError);
        }
      }),
      { seed: SEED, numRuns: 800 },
    );
  });
  test('that were sound until a few bytes changed end so too', async () => {
    const sound = await Promise.all(
      ['v-zip-list.pt', 'v-zip-sparse-coo.pt', 'v-zip-qtensor.pt', 'p-whole-module.pt']
        .concat('p-numpy-scalar.pt', 'p-zip-protocol5.pt', 'v-zip-set-counter.pt')
        .map(dataPickle),
    );
    const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    const changes = fc.array(change, { minLength: 1, maxLength: 4 });
    const run = async (base: Uint8Array | undefined, edits: [number, number][]) => {
      const bytes = base!.slice();
      for (const [place, value] of edits) bytes[place % bytes.length] = value;
      const data = new Float32Array(16);
      await openOrRefuse(torchZip(bytes, { 0: data, 1: data, 2: data }));
    };
    await fc.assert(fc.asyncProperty(fc.constantFrom(...sound), changes, run), {
      seed: SEED,
      numRuns: 800,
    });
  });
  test('legacy files that were sound until a few bytes changed end so too', async () => {
    const sound = cases.filter(c => c.file.startsWith('v-legacy')).map(c => bytesOf(c.file));
    const change = fc.tuple(fc.nat(), fc.nat({ max: 255 }));
    const run = async (base: Uint8Array, edits: [number, number][]) => {
      const bytes = base.slice();
      for (const [place, value] of edits) bytes[place % bytes.length] = value;
      await openOrRefuse(bytes);
    };
    const changes = fc.array(change, { minLength: 1, maxLength: 4 });
    await fc.assert(fc.asyncProperty(fc.constantFrom(...sound), changes, run), {
      seed: SEED,
      numRuns: 400,
    });
  });
});

describe('bombs', () => {
  const bounded = async (bytes: Uint8Array) => {
    const start = performance.now();
    const result = await openOrRefuse(bytes);
    expect(performance.now() - start).toBeLessThan(10_000);
    return result;
  };
  const repeat = (piece: string, count: number) => Buffer.from(piece.repeat(count), 'latin1');

  test('a million empty dicts are refused before they fill the memory', async () => {
    expect(await bounded(torchZip(pickle(repeat('}', 1_200_000))))).toBe('refused');
  });
  test('values piled on the stack are refused', async () => {
    expect(await bounded(torchZip(pickle(repeat('N', 5_000_000))))).toBe('refused');
  });
  test('tuples in tuples a million deep are refused', async () => {
    const deep = Buffer.concat([Buffer.from('N'), repeat('\x85', 1_000_000)]);
    expect(await bounded(torchZip(pickle(deep)))).toBe('refused');
  });
  test('parameters in parameters do not overflow the stack', async () => {
    const start = p.put(p.global('torch._utils', '_rebuild_parameter'), 0);
    const wrapped = Buffer.concat([
      start,
      repeat('h\x00', 5000),
      tensor(storage('FloatStorage', '0', 2), [2], [1]),
      repeat('\x85R', 5001),
    ]);
    expect(await bounded(torchZip(pickle(wrapped), { 0: new Float32Array(2) }))).toBe('opened');
  });
  test('a tensor below 9000 lists has no endless name', async () => {
    const deep = Buffer.concat([
      repeat('](', 9000),
      tensor(storage('FloatStorage', '0', 2), [2], [1]),
      repeat('e', 9000),
    ]);
    expect(await bounded(torchZip(pickle(deep), { 0: new Float32Array(2) }))).toBe('refused');
  });
  test('a call of itself does not run for ever', async () => {
    const loop = Buffer.concat([
      p.make(p.global('my', 'C')),
      Buffer.from('q\x00}('),
      p.text('me'),
      Buffer.from('h\x00ub'),
    ]);
    expect(await bounded(torchZip(pickle(loop)))).toBe('opened');
  });
});

test.each([
  ['os', 'system'],
  ['posix', 'system'],
  ['builtins', 'eval'],
  ['__builtin__', 'exec'],
  ['subprocess', 'Popen'],
  ['importlib', 'import_module'],
  ['collections', 'abc.sys.modules'],
  ['os.path', 'exists'],
])('%s.%s is refused as an attack, with its own rule', async (module, name) => {
  const value = p.dict(['x', p.call(p.global(module, name), p.text('touch loupe-was-executed!'))]);
  const error = await openTorch(torchZip(pickle(value))).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TensorFileError);
  expect((error as TensorFileError).rule).toBe('file/pickle-global');
  expect((error as TensorFileError).message).toContain(`${module}.${name}`);
});
