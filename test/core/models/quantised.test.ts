import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { mayBeQuantised } from '../../../src/core/models/quantised/hint';
import { CONVENTIONS } from '../../../src/core/models/quantised/index';
import { findQuantised, readQuantised } from '../../../src/core/models/quantised/quantised';
import type { StoredHeader } from '../../../src/core/models/quantised/storedNames';
import { readBox } from '../../../src/core/tensor/read';
import { wholeRanges } from '../../../src/core/tensor/slice';
import { viewStream } from '../../../src/core/tensor/streams';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { floatsOf, tensorOf } from '../../support/conversions';
import { openPath } from '../../support/openCase';

const FOLDER = join(import.meta.dirname, 'fixtures', 'quantised');

/** What make_quantised.py says of a weight: by hash, or values that may be off by rounding. */
interface Expected {
  readonly stored: string;
  readonly title: string;
  readonly name: string;
  readonly shape: readonly number[];
  readonly sha256?: string;
  readonly values?: string;
}

const EXPECTED: Readonly<Record<string, readonly Expected[]>> = JSON.parse(
  readFileSync(join(FOLDER, 'expected.json'), 'utf8'),
);
const CASES = Object.entries(EXPECTED).flatMap(([file, weights]) =>
  weights.map(weight => ({ file, ...weight })),
);

const open = async (file: string) => {
  const opened = await openPath(join(FOLDER, file));
  return { opened, quantised: await readQuantised(opened) };
};

async function real(file: string, stored: string) {
  const { opened, quantised } = await open(file);
  const found = quantised.weights.find(({ index }) => opened.tensors[index]!.name === stored);
  expect(found?.reason).toBeUndefined();
  return { found: found!, tensor: found!.real!, quantised };
}

const bytesOf = (tensor: Tensor) => readBox(tensor, wholeRanges(tensor.shape));
const floats = (bytes: Uint8Array) => new Float32Array(Uint8Array.from(bytes).buffer);

describe('real values as the libraries give them', () => {
  test.each(CASES)(
    '$file $stored',
    async ({ file, stored, title, name, shape, sha256, values }) => {
      const { found, tensor, quantised } = await real(file, stored);
      expect(quantised.missing).toEqual([]);
      expect({ title: found.title, name: tensor.name, shape: tensor.shape }).toEqual({
        title,
        name,
        shape,
      });
      const bytes = await bytesOf(tensor);
      if (sha256) expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      if (!values) return;
      const wanted = floats(readFileSync(join(FOLDER, values)));
      const worst = Math.max(...floats(bytes).map((value, i) => Math.abs(value - wanted[i]!)));
      expect(worst).toBeLessThan(1e-6);
    },
  );

  test.each(CASES)(
    'any part is the same part of the whole: $file $stored',
    async ({ file, stored }) => {
      const { tensor } = await real(file, stored);
      const [rows, columns] = tensor.shape as [number, number];
      const whole = floats(await bytesOf(tensor));
      const [top, left] = [Math.floor(rows / 3), Math.floor(columns / 2) + 1];
      const [height, width] = [Math.min(3, rows - top), Math.min(5, columns - left)];
      const part = floats(
        await readBox(tensor, [
          { start: top, count: height, step: 1 },
          { start: left, count: width, step: 1 },
        ]),
      );
      const wanted = Array.from({ length: height * width }, (_, i) => {
        const [row, column] = [top + Math.floor(i / width), left + (i % width)];
        return whole[row * columns + column]!;
      });
      expect([...part]).toEqual(wanted);
    },
  );

  test.each(CASES)('a stream gives the same bytes: $file $stored', async ({ file, stored }) => {
    const { tensor } = await real(file, stored);
    const parts: Uint8Array[] = [];
    for await (const chunk of viewStream(tensor).chunks()) parts.push(chunk);
    expect(Buffer.concat(parts).equals(await bytesOf(tensor))).toBe(true);
  });
});

test('every name that a convention goes by is hinted at', () => {
  for (const marker of CONVENTIONS.flatMap(({ markers }) => markers))
    expect(mayBeQuantised([{ name: `layer.${marker}` }, { name: 'layer.bias' }])).toBe(true);
  for (const name of ['layer.weight', 'bias', 'lora_up.weight', 'norm.weight', 'logit_scale'])
    expect(mayBeQuantised([{ name }])).toBe(name === 'logit_scale');
});

const header = (name: string, dtype: string, ...shape: readonly number[]) => ({
  name,
  dtype,
  shape,
});
const missingOf = (
  headers: readonly StoredHeader[],
  metadata: Readonly<Record<string, string>> = {},
) =>
  findQuantised(headers, new Map(Object.entries(metadata)))
    .missing.map(({ tensor }) => headers[tensor]!.name)
    .sort();

describe('a scale without its weight, a weight without its scale', () => {
  /** Layers of every convention, whole; each loses one part below. */
  const LAYERS: Readonly<Record<string, readonly StoredHeader[]>> = {
    'old fp8': [
      header('scaled_fp8', 'F8_E4M3', 2),
      header('a.weight', 'F8_E4M3', 8, 8),
      header('a.scale_weight', 'F32', 1),
    ],
    fp8: [
      header('a.weight', 'F8_E5M2', 8, 8),
      header('a.weight_scale', 'F32'),
      header('a.comfy_quant', 'U8', 40),
    ],
    'NVFP4, its scales': [
      header('a.weight', 'U8', 128, 32),
      header('a.weight_scale', 'F8_E4M3', 128, 4),
      header('a.weight_scale_2', 'F32'),
      header('a.comfy_quant', 'U8', 20),
    ],
    MXFP8: [
      header('a.weight', 'F8_E4M3', 128, 128),
      header('a.weight_scale', 'F8_E8M0', 128, 4),
      header('a.comfy_quant', 'U8', 20),
    ],
    NF4: [
      header('a.weight', 'U8', 32, 1),
      header('a.weight.absmax', 'F32', 1),
      header('a.weight.quant_map', 'F32', 16),
      header('a.weight.quant_state.bitsandbytes__nf4', 'U8', 90),
    ],
    'bitsandbytes INT8': [
      header('a.weight', 'I8', 8, 8),
      header('a.SCB', 'F32', 8),
      header('a.weight_format', 'U8'),
    ],
    GPTQ: [
      header('a.qweight', 'I32', 4, 8),
      header('a.scales', 'F16', 1, 8),
      header('a.qzeros', 'I32', 1, 1),
      header('a.g_idx', 'I32', 32),
    ],
    AWQ: [
      header('a.qweight', 'I32', 32, 1),
      header('a.scales', 'F16', 1, 8),
      header('a.qzeros', 'I32', 1, 1),
    ],
    'ComfyUI INT8': [
      header('a.weight', 'I8', 8, 8),
      header('a.weight_scale', 'F32', 8, 1),
      header('a.comfy_quant', 'U8', 20),
    ],
    Nunchaku: [
      header('a.qweight', 'I8', 128, 64),
      header('a.wscales', 'F16', 2, 128),
      header('a.proj_down', 'F16', 128, 16),
    ],
    torchao: [header('a._weight_qdata', 'F8_E4M3', 8, 8), header('a._weight_scale', 'F32', 8, 1)],
  };
  const TORCHAO = { 'a.weight': JSON.stringify({ _type: 'Float8Tensor' }) };
  const CODES = /(?:^|\.)q?weight$|qdata$/;
  const SCALES = /scale(?:_weight|_2)?$|absmax$|SCB$|scales$/;
  const without = (layer: readonly StoredHeader[], part: StoredHeader) =>
    layer.filter(each => each !== part);
  const parts = Object.entries(LAYERS).flatMap(([title, layer]) =>
    layer.map(part => ({ title, layer, part, name: part.name })),
  );

  test.each(Object.entries(LAYERS))('%s whole: nothing is missing', (_, layer) => {
    expect(missingOf(layer, TORCHAO)).toEqual([]);
    expect(findQuantised(layer, new Map(Object.entries(TORCHAO))).weights).toHaveLength(1);
  });

  test.each(parts.filter(({ name }) => SCALES.test(name)))(
    '$title without $name: told at the weight',
    ({ layer, part }) => {
      const weight = layer.find(({ name }) => CODES.test(name))!;
      expect(missingOf(without(layer, part), TORCHAO)).toEqual([weight.name]);
    },
  );

  test.each(parts.filter(({ name }) => CODES.test(name)))(
    '$title without $name: told once, at what is left',
    ({ layer, part }) => {
      const left = without(layer, part);
      const missing = missingOf(left, TORCHAO);
      expect(missing).toHaveLength(1);
      expect(left.some(({ name }) => name === missing[0])).toBe(true);
    },
  );

  test('an fp8 layer without a scale among others that have one', () => {
    const headers = [
      header('a.weight', 'F8_E4M3', 8, 8),
      header('a.weight_scale', 'F32'),
      header('b.weight', 'F8_E4M3', 8, 8),
      header('c.weight', 'F8_E4M3', 8),
      header('d.weight', 'BF16', 8, 8),
    ];
    expect(missingOf(headers)).toEqual(['b.weight']);
  });

  test.each<[string, readonly StoredHeader[]]>([
    ['plain fp8', [header('a.weight', 'F8_E4M3', 8, 8), header('b.weight', 'F8_E5M2', 8, 8)]],
    [
      'other scales',
      [header('logit_scale', 'F32'), header('a.scales', 'F32', 3), header('b.scale', 'F32')],
    ],
    ['bytes and counts', [header('a.weight', 'U8', 8, 8), header('b.weight', 'I8', 8, 8)]],
    [
      'compressed-tensors',
      [header('a.weight_packed', 'I32', 8, 8), header('a.weight_scale', 'F16', 8, 1)],
    ],
    ['scales of a splat', [header('scales', 'F32', 100, 3), header('positions', 'F32', 100, 3)]],
  ])('%s is let be', (_, headers) => {
    expect(missingOf(headers)).toEqual([]);
  });
});

describe('codes that cannot be trusted have no values, in words', () => {
  const state = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const STATE = { quant_type: 'nf4', blocksize: 64, shape: [8, 8], dtype: 'float16' };
  const nf4 = (bytes: Uint8Array, absmax = 1, map = 16) => [
    tensorOf('a.weight', 'U8', [32, 1], new Uint8Array(32)),
    floatsOf('a.weight.absmax', [absmax], new Float32Array(absmax)),
    floatsOf('a.weight.quant_map', [map], new Float32Array(map)),
    tensorOf('a.weight.quant_state.bitsandbytes__nf4', 'U8', [bytes.length], bytes),
  ];
  const reasonOf = async (tensors: readonly Tensor[]) => {
    const file = { format: 'x', byteLength: 0, metadata: new Map(), problems: [] };
    const { weights } = await readQuantised({ ...file, tensors, close: async () => {} });
    expect(weights[0]!.real).toBeNull();
    return weights[0]!.reason;
  };

  test.each<[string, Tensor[], RegExp]>([
    ['no JSON', nf4(new Uint8Array(9)), /should be JSON/],
    ['a state too long', nf4(new Uint8Array(20_000).fill(32)), /should be JSON/],
    ['no shape', nf4(state({ blocksize: 64 })), /names no shape/],
    ['a shape of text', nf4(state({ ...STATE, shape: '8,8' })), /names no shape/],
    ['a negative shape', nf4(state({ ...STATE, shape: [-8, -8] })), /names no shape/],
    [
      'a shape that overflows',
      nf4(state({ ...STATE, shape: [2 ** 50, 2 ** 50] })),
      /bytes of codes/,
    ],
    [
      'a shape too large',
      nf4(state({ ...STATE, shape: [80, 80] })),
      /3200 bytes of codes: there are 32/,
    ],
    ['blocks of 0', nf4(state({ ...STATE, blocksize: 0 })), /blocks of 0/],
    ['blocks of text', nf4(state({ ...STATE, blocksize: '64' })), /blocks of 64/],
    ['too few scales', nf4(state(STATE), 0), /has 0 entries/],
    ['a short table', nf4(state(STATE), 1, 4), /no table of 16/],
    ['a state that is a list', nf4(state([STATE])), /names no shape/],
    [
      'a scale that fits nothing',
      [
        tensorOf('a.weight', 'F8_E4M3', [4, 4], new Uint8Array(16)),
        floatsOf('a.weight_scale', [3], new Float32Array(3)),
      ],
      /fits no blocks/,
    ],
    [
      'scales of NVFP4 in no layout',
      [
        tensorOf('a.weight', 'U8', [4, 16], new Uint8Array(64)),
        tensorOf('a.weight_scale', 'F8_E4M3', [3, 3], new Uint8Array(9)),
        floatsOf('a.weight_scale_2', [], [1]),
      ],
      /scales of a weight of \[4,32\] are \[128,4\]/,
    ],
    [
      'another format than the parts',
      [
        tensorOf('a.weight', 'F8_E4M3', [4, 4], new Uint8Array(16)),
        floatsOf('a.weight_scale', [], [1]),
        tensorOf('a.comfy_quant', 'U8', [18], state({ format: 'mxfp9' })),
      ],
      /told to be "mxfp9"/,
    ],
  ])('%s', async (_, tensors, message) => {
    expect(await reasonOf(tensors)).toMatch(message);
  });

  test('states of over 1 MiB in all are not read: those past it stay codes', async () => {
    const bytes = new Uint8Array(16 * 1024).fill(32);
    bytes.set(state({ format: 'float8_e4m3fn' }));
    const tensors = Array.from({ length: 70 }, (_, i) => [
      tensorOf(`a${i}.weight`, 'F8_E4M3', [4, 4], new Uint8Array(16)),
      floatsOf(`a${i}.weight_scale`, [], [1]),
      tensorOf(`a${i}.comfy_quant`, 'U8', [bytes.length], bytes),
    ]).flat();
    const file = { format: 'x', byteLength: 0, metadata: new Map(), problems: [] };
    const { weights } = await readQuantised({ ...file, tensors, close: async () => {} });
    expect(weights.filter(({ real }) => real)).toHaveLength(64);
    expect(weights.find(({ real }) => !real)?.reason).toMatch(/over 1 MiB in all/);
  });

  test('groups past the last are refused when they are read', async () => {
    const words = (name: string, ...shape: number[]) =>
      tensorOf(name, 'I32', shape, new Uint8Array(shape.reduce((a, b) => a * b, 4)));
    const groups = tensorOf('a.g_idx', 'I32', [8], new Uint8Array(32).fill(1));
    const file = { format: 'x', byteLength: 0, metadata: new Map(), problems: [] };
    const scales = tensorOf('a.scales', 'F16', [1, 8], new Uint8Array(16));
    const tensors = [words('a.qweight', 1, 8), words('a.qzeros', 1, 1), scales, groups];
    const { weights } = await readQuantised({ ...file, tensors, close: async () => {} });
    const reading = bytesOf(weights[0]!.real!);
    await expect(reading).rejects.toThrow(/names group 16843009/);
  });
});
