import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONVERSIONS } from '../../../src/core/convert';
import type { ConversionInput } from '../../../src/core/convert/conversion';
import type { ConversionId } from '../../../src/core/convert/conversionIds';
import { parseOptions } from '../../../src/core/convert/options';
import { pythonName } from '../../../src/core/convert/snippets';
import { findQuantised, weightOf } from '../../../src/core/models/quantised/quantised';
import { viewStream } from '../../../src/core/tensor/streams';
import type { TensorStream } from '../../../src/core/tensor/tensorStream';
import { npyWriter } from '../../../src/core/writers/npy';
import {
  conversion,
  floatsOf,
  inputOf,
  memorySink,
  numbersOfStream,
  run,
  tensorOf,
} from '../../support/conversions';
import { python, pythonHas } from '../../support/python';

interface Case {
  readonly id: ConversionId;
  readonly inputs: readonly ConversionInput[];
  readonly options?: Record<string, string>;
  /** What the conversion takes, where the snippet names more. */
  readonly taken?: readonly ConversionInput[];
  /** The Python variable that holds each result; the input's own name where it is left out. */
  readonly results?: readonly string[];
}

/** Numbers of -0.25..1.25 that look random and are the same in every run. */
function numbers(shape: readonly number[]): Float32Array {
  let state = 12345;
  return Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return (state / 2147483648) * 1.5 - 0.25;
  });
}

function input(name: string, kind: ConversionInput['kind'], shape: readonly number[]) {
  return inputOf(floatsOf(name, shape, numbers(shape)), { kind });
}

const image = input('image', 'IMAGE', [2, 5, 4, 3]);
const rgba = input('rgba', 'IMAGE', [2, 5, 4, 4]);
const mask = input('mask', 'MASK', [2, 5, 4]);
const first = input('first', 'IMAGE', [1, 3, 5, 4]);
const other = input('other', 'IMAGE', [3, 5, 4, 3]);
const latent = input('samples', 'LATENT', [2, 4, 3, 5]);
const bytes = inputOf(tensorOf('x', 'U8', [4], Uint8Array.of(0, 1, 127, 255)));
const holes = inputOf(floatsOf('x', [4], [NaN, Infinity, -Infinity, 0.5]));

/** fp8 codes and their scale, as the snippets name it. */
const QUANTISED = quantisedInputs();

function quantisedInputs(): ConversionInput[] {
  const codes = tensorOf('weight', 'I8', [2, 4], Uint8Array.from([1, 2, 3, 4, 250, 251, 252, 253]));
  const scale = floatsOf('scale', [2, 1], [0.25, 0.03125]);
  const headers = [codes, { ...scale, name: 'weight_scale' }];
  const { weights } = findQuantised(
    headers.map(({ name, dtype, shape }) => ({ name, dtype: dtype.name, shape })),
    new Map(),
  );
  return [inputOf(codes, { quantised: weightOf(weights[0]!, headers, undefined) }), inputOf(scale)];
}

const CASES: readonly Case[] = [
  { id: 'toChannelFirst', inputs: [image] },
  { id: 'toChannelLast', inputs: [first] },
  { id: 'addBatch', inputs: [mask] },
  { id: 'dropBatch', inputs: [first] },
  { id: 'addChannel', inputs: [mask] },
  { id: 'squeezeChannel', inputs: [input('m', null, [2, 1, 5, 4])] },
  { id: 'squeezeChannel', inputs: [input('m', null, [2, 5, 4, 1])] },
  { id: 'selectBatch', inputs: [other], options: { index: '1' } },
  { id: 'selectBatch', inputs: [other], options: { index: '-1' } },
  { id: 'selectBatch', inputs: [other], options: { index: '::-2' } },
  { id: 'splitBatch', inputs: [image], results: ['image[0]', 'image[1]'] },
  { id: 'stackBatch', inputs: [image, other], results: ['image'] },
  { id: 'repeatBatch', inputs: [image], options: { count: '5' } },
  { id: 'rename', inputs: [latent], options: { name: 'a.b' }, results: ['a_b'] },
  { id: 'rewrite', inputs: [image] },
  { id: 'castDtype', inputs: [image], options: { dtype: 'F16' } },
  { id: 'castDtype', inputs: [image], options: { dtype: 'I8', lossy: 'true' } },
  { id: 'toFloat32', inputs: [bytes] },
  ...['F32', 'F16'].map(
    (dtype): Case => ({
      id: 'dequantize',
      inputs: QUANTISED,
      taken: QUANTISED.slice(0, 1),
      options: { dtype },
    }),
  ),
  { id: 'divide255', inputs: [bytes] },
  { id: 'signedToUnit', inputs: [image] },
  { id: 'clamp01', inputs: [holes] },
  { id: 'replaceNonFinite', inputs: [holes] },
  { id: 'invertMask', inputs: [mask] },
  { id: 'thresholdMask', inputs: [mask], options: { threshold: '0.4' } },
  { id: 'growMask', inputs: [mask], options: { expand: '2' } },
  { id: 'growMask', inputs: [mask], options: { expand: '-1', tapered: 'false' } },
  { id: 'featherMask', inputs: [mask], options: { left: '3', top: '2', right: '9', bottom: '1' } },
  ...['bilinear', 'nearest-exact', 'bicubic', 'area'].flatMap((method): Case[] => [
    { id: 'resizeMask', inputs: [mask], options: { width: '7', height: '3', method } },
    { id: 'resizeImage', inputs: [rgba], options: { width: '3', height: '8', method } },
  ]),
  { id: 'maskToImage', inputs: [mask], results: ['image'] },
  { id: 'channelToMask', inputs: [rgba], options: { channel: 'alpha' }, results: ['mask'] },
  { id: 'colorToMask', inputs: [image], options: { color: '#00ff80' }, results: ['mask'] },
  { id: 'splitAlpha', inputs: [rgba], results: ['image', 'mask'] },
  { id: 'joinAlpha', inputs: [image, mask], results: ['image'] },
  {
    id: 'compositeMasked',
    inputs: [image, input('source', 'IMAGE', [2, 5, 4, 3]), mask],
    results: ['image'],
  },
  {
    id: 'setNoiseMask',
    inputs: [latent, mask],
    results: ["latent['samples']", "latent['noise_mask']"],
  },
  { id: 'rescaleOldLatent', inputs: [input('latent_tensor', 'LATENT', [2, 4, 3, 5])] },
  { id: 'latentToRgb', inputs: [latent], options: { format: 'SDXL' }, results: ['image'] },
  {
    id: 'latentToRgb',
    inputs: [input('samples', 'LATENT', [1, 128, 2, 3])],
    options: { format: 'Flux2' },
    results: ['image'],
  },
  {
    id: 'exportPng',
    inputs: [image],
    results: ["np.stack([np.asarray(Image.open(f'0000{i}.png')) for i in range(2)])"],
  },
  { id: 'saveAs', inputs: [image], results: ["np.load('image.npy')"] },
];

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loupe-snippets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function save(name: string, stream: TensorStream): Promise<void> {
  const sink = memorySink();
  await npyWriter.write({ tensors: [stream], metadata: new Map() }, sink, {});
  await writeFile(join(folder, name), sink.bytes());
}

function snippetOf({ id, inputs, options = {} }: Case, library: 'torch' | 'numpy'): string {
  const one = conversion(id);
  const values = parseOptions(id, one.options, options);
  const name = pythonName(inputs[0]!.tensor.name);
  return library === 'torch' ? one.torchSnippet(name, values) : one.numpySnippet(name, values);
}

const RUN_ALL = `
import json, os, sys, numpy as np
from PIL import Image
os.chdir(sys.argv[1])
scope_of = {'np': np, 'Image': Image}
load = np.load
if sys.argv[2] == 'torch':
    import torch
    scope_of['torch'] = torch
    load = lambda file: torch.from_numpy(np.load(file))
for job in json.load(open(f'{sys.argv[2]}.json')):
    scope = dict(scope_of)
    for name, file in job['inputs'].items(): scope[name] = load(file)
    exec(job['snippet'], scope)
    for file, result in zip(job['outputs'], job['results']):
        np.save(file, np.asarray(eval(result, scope)).astype(np.float64))
`;

/** torch writes this one through a package of its own. */
const NOT_RUN = { numpy: [], torch: ['saveAs'] } as const;

async function outputsOf(library: 'numpy' | 'torch'): Promise<number[][][]> {
  const jobs = [];
  for (const [i, one] of CASES.entries()) {
    const inputs: Record<string, string> = {};
    for (const { tensor } of one.inputs) {
      inputs[pythonName(tensor.name)] = `${i}-${tensor.name}.npy`;
      await save(`${i}-${tensor.name}.npy`, viewStream(tensor));
    }
    const results = one.results ?? [pythonName(one.inputs[0]!.tensor.name)];
    const outputs = results.map((_, k) => `${library}-${i}-${k}.npy`);
    const isRun = !(NOT_RUN[library] as readonly string[]).includes(one.id);
    jobs.push({ inputs, snippet: snippetOf(one, library), results, outputs: isRun ? outputs : [] });
  }
  const runnable = jobs.filter(job => job.outputs.length > 0);
  await writeFile(join(folder, `${library}.json`), JSON.stringify(runnable));
  await python(RUN_ALL, folder, library);
  return Promise.all(
    jobs.map(job => Promise.all(job.outputs.map(name => readDoubles(join(folder, name))))),
  );
}

// CI has NumPy, so that there a missing NumPy fails; torch is heavier and only used where it is.
const LIBRARIES = [
  ['numpy', pythonHas('numpy') || process.env.CI !== undefined],
  ['torch', pythonHas('torch')],
] as const;

for (const [library, isThere] of LIBRARIES) {
  describe.runIf(isThere)(`snippets of ${library}`, () => {
    let outputs: number[][][];
    beforeAll(async () => {
      outputs = await outputsOf(library);
    }, 60_000);

    it.each(CASES.map((one, i) => [one.id, JSON.stringify(one.options ?? {}), i] as const))(
      '%s %s do what the conversion does',
      async (_id, _options, i) => {
        const one = CASES[i]!;
        const streams = run(one.id, one.taken ?? one.inputs, one.options);
        for (const [k, expected] of outputs[i]!.entries()) {
          const ours = await numbersOfStream(streams[k]!);
          const stored = one.id === 'exportPng' ? ours.map(saved) : ours;
          expect(stored.length).toBe(expected.length);
          const worst = Math.max(...stored.map((value, at) => difference(value, expected[at]!)));
          expect(worst).toBeLessThan(2e-6);
        }
      },
    );
  });
}

/** SaveImage's byte of a float32, by its formula. */
function saved(value: number): number {
  return Math.trunc(Math.min(255, Math.max(0, Math.fround(255 * value))));
}

function difference(a: number, b: number): number {
  return Object.is(a, b) || a === b ? 0 : Math.abs(a - b);
}

async function readDoubles(file: string): Promise<number[]> {
  const bytes = await readFile(file);
  const start = 10 + bytes.readUInt16LE(8);
  return Array.from({ length: (bytes.length - start) / 8 }, (_, i) =>
    bytes.readDoubleLE(start + i * 8),
  );
}

describe('snippets', () => {
  it('cover every conversion', () => {
    expect([...new Set(CASES.map(one => one.id))].sort()).toEqual(
      CONVERSIONS.map(one => one.id).sort(),
    );
  });

  it.runIf(pythonHas('ast') || process.env.CI)('of PyTorch are valid Python', async () => {
    const snippets = CASES.map(one => snippetOf(one, 'torch'));
    await writeFile(join(folder, 'torch.json'), JSON.stringify(snippets));
    const script =
      'import ast, json, sys; [ast.parse(s) for s in json.load(open(sys.argv[1]))]; print("ok")';
    expect((await python(script, join(folder, 'torch.json'))).trim()).toBe('ok');
  });

  it.each([
    ['model.0.weight', 'model_0_weight'],
    ['0.weight', '_0_weight'],
    ['', 'x'],
    ['class', 'class_'],
    ['a"; import os; "', 'a___import_os___'],
  ])('call the tensor %j %s', (name, expected) => {
    expect(pythonName(name)).toBe(expected);
  });
});
