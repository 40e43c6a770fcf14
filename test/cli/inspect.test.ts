import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { casePath, expectedCases } from '../support/cases';
import { cli, jsonLines } from '../support/cli';
import { tempFolder } from '../support/tempFolder';

interface Expected {
  readonly files: Record<
    string,
    {
      readonly tensors?: Record<string, { shape: number[]; dtype: string }>;
      readonly kinds?: Record<string, string>;
      readonly clean?: boolean;
    }
  >;
}
interface Line {
  readonly file: string;
  readonly format: string;
  readonly error?: { rule: string; message: string };
  readonly tensors: {
    name: string;
    dtype: string;
    shape: number[];
    bytes: number;
    kind: string | null;
  }[];
  readonly findings: { rule: string }[];
}

const DTYPES: Record<string, string> = {
  float32: 'F32',
  float64: 'F64',
  float16: 'F16',
  bfloat16: 'BF16',
  float8_e4m3fn: 'F8_E4M3',
  float8_e5m2: 'F8_E5M2',
  float8_e8m0fnu: 'F8_E8M0',
  complex64: 'C64',
  complex128: 'C128',
  bool: 'BOOL',
  uint8: 'U8',
  int8: 'I8',
  uint16: 'U16',
  int16: 'I16',
  uint32: 'U32',
  int32: 'I32',
  uint64: 'U64',
  int64: 'I64',
};

const { files } = await expectedCases<Expected>('comfy');
const opened = Object.entries(files).filter(
  ([, file]) => Object.keys(file.tensors ?? {}).length > 0,
);

describe('inspect', () => {
  it.each(opened)('lists what %s holds', async (name, file) => {
    const run = await cli('inspect', casePath('comfy', name), '--json');
    expect(run.exit).toBe(0);
    const [line] = jsonLines<Line>(run);
    const found = Object.fromEntries(
      line!.tensors.map(({ name: key, dtype, shape }) => [key, { dtype, shape }]),
    );
    for (const [tensor, { shape, dtype }] of Object.entries(file.tensors!)) {
      expect(found[tensor]).toEqual({ dtype: DTYPES[dtype], shape });
    }
    for (const [tensor, kind] of Object.entries(file.kinds ?? {})) {
      expect(line!.tensors.find(each => each.name === tensor)?.kind).toBe(kind);
    }
    if (file.clean) expect(line!.findings).toEqual([]);
  });

  it('prints JSON lines in the order given, errors among them, and exits 2', async () => {
    const good = casePath('comfy', 'c.npy');
    const bad = casePath('numpy', 'i-object.npy');
    const run = await cli('inspect', good, bad, good, '--json');
    const lines = jsonLines<Line>(run);
    expect(lines.map(({ file }) => file)).toEqual([good, bad, good]);
    expect(lines[1]).toEqual({
      file: bad,
      error: { rule: 'file/unreadable', message: expect.any(String) },
    });
    expect(run.exit).toBe(2);
    expect(run.err.split('\n')).toHaveLength(1);
    expect(run.err).toMatch(/^error: .*i-object\.npy: /);
    expect(run.err).not.toContain(' at ');
  });

  it.each([
    ['missing', 'nothing-here.npy'],
    ['a folder', '.'],
  ])('refuses a path that is %s in one line', async (_what, path) => {
    const run = await cli('inspect', path);
    expect(run.exit).toBe(2);
    expect(run.err.split('\n')).toHaveLength(1);
  });

  it('keeps a tensor and a metadata key named __proto__', async () => {
    const folder = await tempFolder();
    const header =
      '{"__metadata__":{"__proto__":"x"},"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
    const bytes = Buffer.concat([Buffer.alloc(8), Buffer.from(header), Buffer.from([7])]);
    bytes.writeBigUInt64LE(BigInt(header.length));
    const path = join(folder, 'proto.safetensors');
    await writeFile(path, bytes);
    const { out } = await cli('inspect', path, '--json');
    expect(out).toContain('"metadata":{"__proto__":"x"}');
    expect(JSON.parse(out).tensors[0].name).toBe('__proto__');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('lists for people', async () => {
    const run = await cli('inspect', casePath('comfy', 'image_channel_first.safetensors'));
    expect(run.out).toMatch(/image +F32 +\[2, 3, 48, 64\] +\S+ KiB +IMAGE/);
    expect(run.out).toContain('error image/channel-first');
  });
});

describe('the command line', () => {
  it.each([
    [[], 2],
    [['--help'], 0],
    [['inspect', '--help'], 0],
    [['--version'], 0],
    [['nonsense'], 2],
    [['inspect'], 2],
    [['inspect', '--nonsense', 'x.npy'], 2],
    [['stats', 'x.npy', '--bins', 'many'], 2],
  ] as const)('%j exits %i', async (args, exit) => {
    expect((await cli(...args)).exit).toBe(exit);
  });

  it('walks folders for lint and skips what is no tensor file', async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, 'node_modules'));
    await writeFile(join(folder, 'notes.txt'), 'no tensors');
    await writeFile(join(folder, 'node_modules', 'bad.npy'), 'broken');
    await writeFile(join(folder, 'node.py'), 'x = 1\n');
    const run = await cli('lint', folder, '--format', 'json');
    expect(JSON.parse(run.out).map(({ file }: { file: string }) => file)).toEqual([
      join(folder, 'node.py'),
    ]);
    expect(run.exit).toBe(0);
  });
});

it('calls a noise mask by its name', async () => {
  const file = casePath('comfy', 'node_dump_ok.safetensors');
  const [line] = jsonLines<{
    tensors: { name: string; kind: string; role?: string }[];
  }>(await cli('inspect', file, '--json'));
  const { noise_mask, samples } = Object.fromEntries(line!.tensors.map(one => [one.name, one]));
  expect(noise_mask).toMatchObject({ kind: 'LATENT', role: 'noise_mask' });
  expect(samples).not.toHaveProperty('role');
  expect((await cli('inspect', file)).out).toMatch(/noise_mask .*noise mask/);
});
