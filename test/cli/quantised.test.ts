import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { casePath } from '../support/cases';
import { cli, jsonLines } from '../support/cli';
import { openPath } from '../support/openCase';
import { tempFolder } from '../support/tempFolder';

const FIXTURES = join(import.meta.dirname, '..', 'core', 'models', 'fixtures', 'quantised');
const fixture = (file: string) => join(FIXTURES, file);
let folder: string;
beforeAll(async () => {
  folder = await tempFolder();
});
const out = (name: string) => join(folder, name);

interface Expected {
  readonly stored: string;
  readonly title: string;
  readonly name: string;
  readonly shape: readonly number[];
  readonly sha256?: string;
}
const EXPECTED: Readonly<Record<string, readonly Expected[]>> = JSON.parse(
  readFileSync(fixture('expected.json'), 'utf8'),
);

interface Inspection {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly {
    readonly name: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly quantised?: { readonly title: string; readonly shape: readonly number[] | null };
  }[];
  readonly findings: readonly { readonly rule: string; readonly tensor: string }[];
}
const inspect = async (path: string) =>
  jsonLines<Inspection>(await cli('inspect', '--json', path))[0]!;

async function sha256Of(path: string, name: string): Promise<string> {
  const { tensors, close } = await openPath(path);
  const { source, byteOffset, byteLength } = tensors.find(tensor => tensor.name === name)!;
  const bytes = await source.read(byteOffset, byteLength);
  await close();
  return createHash('sha256').update(bytes).digest('hex');
}

describe.each(Object.entries(EXPECTED))('%s', (file, weights) => {
  test('is listed as it is stored, each weight with what it is', async () => {
    const { tensors } = await inspect(fixture(file));
    for (const { stored, title, shape } of weights) {
      const listed = tensors.find(({ name }) => name === stored)!;
      expect(listed.dtype).not.toBe(title);
      expect(listed.quantised).toMatchObject({ title, shape });
    }
  });

  test('dequantized: the values of its library, nothing left of the codes', async () => {
    const path = out(file);
    expect((await cli('convert', 'dequantize', fixture(file), '-o', path, '--force')).exit).toBe(0);
    const { tensors, findings, metadata } = await inspect(path);
    expect(findings).toEqual([]);
    expect(metadata).not.toHaveProperty('_quantization_metadata');
    for (const { name, shape, sha256 } of weights) {
      expect(tensors.find(each => each.name === name)).toMatchObject({ dtype: 'F32', shape });
      if (sha256) expect(await sha256Of(path, name)).toBe(sha256);
    }
    const names = new Set(weights.map(({ name }) => name));
    expect(tensors.filter(({ name }) => !names.has(name) && !name.endsWith('.bias'))).toEqual([]);
  });
});

test('values, statistics, pictures and comparisons speak of codes, or with --real of numbers', async () => {
  const file = fixture('gptq.safetensors');
  const made = out('plain.safetensors');
  await cli('convert', 'dequantize', file, '-o', made);
  const first = async (...args: string[]) =>
    jsonLines<{ tensors: { values: string[] }[] }>(
      await cli('values', '--json', '--first', '2', ...args),
    )[0]!.tensors[0]!.values;
  const plain = await first('--tensor', 'act.weight', made);
  expect(await first('--real', '--tensor', 'act.weight', file)).toEqual(plain);
  expect(await first('--tensor', 'act.qweight', file)).not.toEqual(plain);
  const stats = async (...args: string[]) =>
    jsonLines<{ tensors: object[] }>(
      await cli('stats', '--json', '--tensor', 'act.weight', ...args),
    )[0]!.tensors;
  expect(await stats('--real', file)).toEqual(await stats(made));
  const picture = await cli('render', file, '--real', '--tensor', 'act.weight', '-o', out('a.png'));
  const same = await cli('render', made, '--tensor', 'act.weight', '-o', out('b.png'));
  expect([picture.exit, same.exit]).toEqual([0, 0]);
  expect(readFileSync(out('a.png')).equals(readFileSync(out('b.png')))).toBe(true);
  const diff = await cli('diff', '--real', '--fail-on', 'outside', file, made);
  expect(diff.exit).toBe(0);
  expect((await cli('diff', '--fail-on', 'outside', file, made)).exit).toBe(1);
});

test('one weight of several: the others keep what explains their codes', async () => {
  const path = out('one.safetensors');
  const layer = 'model.diffusion_model.a';
  const run = await cli(
    ...['convert', 'dequantize', fixture('scaled_fp8.safetensors'), '-o', path],
    ...['--tensor', `${layer}.weight`, '--option', 'dtype=BF16'],
  );
  expect(run.err).toContain(`${layer}.scale_weight`);
  const { tensors, findings } = await inspect(path);
  expect(findings).toEqual([]);
  expect(Object.fromEntries(tensors.map(({ name, dtype }) => [name, dtype]))).toEqual({
    scaled_fp8: 'F8_E4M3',
    'model.diffusion_model.a.weight': 'BF16',
    'model.diffusion_model.a.bias': 'F32',
    'model.diffusion_model.b.weight': 'F8_E5M2',
    'model.diffusion_model.b.scale_weight': 'F32',
  });
});

test.each(['F32', 'F16', 'BF16'])('GGUF blocks become %s', async dtype => {
  const path = out(`gguf-${dtype}.safetensors`);
  const option = `dtype=${dtype}`;
  const golden = casePath('gguf', 'golden.gguf');
  await cli('convert', 'dequantize', golden, '-o', path, '--option', option);
  const { tensors } = await inspect(path);
  expect(tensors.find(({ name }) => name === 'w.q4_K')).toMatchObject({ dtype, shape: [3, 512] });
  if (dtype !== 'F32') return;
  const at = Number(
    /^12 q4_K .* at (\d+)$/m.exec(readFileSync(casePath('gguf', 'golden.txt'), 'utf8'))![1],
  );
  const wanted = readFileSync(casePath('gguf', 'golden.f32')).subarray(at, at + 3 * 512 * 4);
  expect(await sha256Of(path, 'w.q4_K')).toBe(createHash('sha256').update(wanted).digest('hex'));
});

test('what is named only is refused with the reason', async () => {
  const run = await cli(
    'convert',
    'dequantize',
    fixture('nunchaku.safetensors'),
    '-o',
    out('x.safetensors'),
  );
  expect(run.exit).toBe(2);
  expect(run.err).toMatch(/order of a GPU's matrix units/);
});

test('NVFP4 that ComfyUI would not know is said', async () => {
  const { out: text } = await cli('inspect', fixture('nvfp4_untold.safetensors'));
  expect(text).toMatch(/NVFP4 of \[144, 96\]/);
  expect(text).toMatch(/neither _quantization_metadata nor "a.comfy_quant"/);
});
