import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DTYPES } from '../../../src/core/tensor/dtypes';
import { readBox } from '../../../src/core/tensor/read';
import { wholeRanges } from '../../../src/core/tensor/slice';
import { viewStream } from '../../../src/core/tensor/streams';
import type { Tensor } from '../../../src/core/tensor/tensor';
import { npyWriter } from '../../../src/core/writers/npy';
import { safetensorsWriter } from '../../../src/core/writers/safetensors';
import { fixFile, plannedFixes } from '../../../src/engine/convert/fixAll';
import { offersFor } from '../../../src/engine/convert/offers';
import { convertDeps } from '../../../src/engine/convertMethods';
import { allFindings } from '../../../src/engine/lintFile';
import { NO_OVERRIDES, openPath } from '../../../src/engine/openedFile';
import { casePath } from '../../support/cases';
import { floatsOf, memorySink, tensorOf, WASM_FOLDER } from '../../support/conversions';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loupe-fix-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const deps = convertDeps(WASM_FOLDER);

async function dump(name: string, ...tensors: Tensor[]): Promise<string> {
  const path = join(folder, name);
  const sink = memorySink();
  const writer = name.endsWith('.npy') ? npyWriter : safetensorsWriter;
  await writer.write({ tensors: tensors.map(viewStream), metadata: new Map() }, sink, {});
  await writeFile(path, sink.bytes());
  return path;
}

/** Values of 0..1 that are not constant. */
function ramp(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => (i % 101) / 100);
}

const of = (path: string) => ({ file: { type: 'path' as const, path }, overrides: NO_OVERRIDES });

describe('mending all that is safe', () => {
  it('mends a dump in one go, and finds nothing more to mend', async () => {
    const bytes = Uint8Array.from({ length: 2 * 3 * 16 * 16 }, (_, i) => i % 256);
    const path = await dump(
      'broken.safetensors',
      tensorOf('image', 'U8', [2, 3, 16, 16], bytes),
      floatsOf('mask', [16, 16], ramp(256)),
      floatsOf('samples', [1, 6, 8, 4], ramp(192)),
      floatsOf('weight', [3, 5], ramp(15)),
    );
    const source = await readFile(path);
    const { steps: planned } = await plannedFixes(of(path), deps);
    expect(planned.map(({ conversion, tensor }) => `${conversion} ${tensor}`)).toEqual(
      expect.arrayContaining(['toChannelLast image', 'addBatch mask', 'toChannelFirst samples']),
    );
    const { outputs } = await fixFile(of(path), deps);
    expect(outputs.map(output => output.path)).toEqual([join(folder, 'broken.fixed.safetensors')]);
    expect(await readFile(path)).toEqual(source);
    expect((await readdir(folder)).sort()).toEqual([
      'broken.fixed.safetensors',
      'broken.safetensors',
    ]);
    const opened = await openPath(outputs[0]!.path);
    const shapes = opened.file.tensors.map(({ name, dtype, shape }) => [name, dtype.name, shape]);
    expect(Object.fromEntries(shapes.map(([name, ...rest]) => [name, rest]))).toEqual({
      image: ['F32', [2, 16, 16, 3]],
      mask: ['F32', [1, 16, 16]],
      samples: ['F32', [1, 4, 6, 8]],
      weight: ['F32', [3, 5]],
    });
    const findings = await allFindings(opened, undefined);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const record = JSON.parse(opened.file.metadata.get('tensor_loupe')!);
    expect(new Set(record.map((step: { source: string }) => step.source))).toEqual(
      new Set(['broken.safetensors']),
    );
    await opened.close();
    expect((await plannedFixes(of(outputs[0]!.path), deps)).steps).toEqual([]);
  });

  it('follows a mend with the one that it brings to light', async () => {
    const path = await dump('image.npy', floatsOf('x', [3, 16, 24], ramp(3 * 16 * 24)));
    const { outputs } = await fixFile(of(path), deps);
    expect(outputs[0]!.path).toBe(join(folder, 'image.fixed.npy'));
    const opened = await openPath(outputs[0]!.path);
    expect(opened.file.tensors[0]!.shape).toEqual([1, 16, 24, 3]);
    await opened.close();
  });

  it('opens its source once and writes once, whatever the number of mends', async () => {
    const bytes = Uint8Array.from({ length: 3 * 64 * 96 }, (_, i) => i % 256);
    const path = await dump('x.safetensors', tensorOf('image', 'U8', [3, 64, 96], bytes));
    let opens = 0;
    const counting: typeof deps = {
      ...deps,
      open: (...args) => {
        opens++;
        return deps.open(...args);
      },
    };
    let mostTemporary = 0;
    const looks: Promise<void>[] = [];
    const look = async () => {
      const temporary = (await readdir(folder)).filter(name => name.startsWith('.'));
      mostTemporary = Math.max(mostTemporary, temporary.length);
    };
    const { outputs } = await fixFile(of(path), counting, undefined, () => looks.push(look()));
    await Promise.all(looks);
    expect(opens).toBe(1);
    expect(mostTemporary).toBeLessThanOrEqual(1);
    const mended = await openPath(outputs[0]!.path);
    const [image] = mended.file.tensors;
    const record = JSON.parse(mended.file.metadata.get('tensor_loupe')!);
    const values = await readBox(image!, wholeRanges(image!.shape));
    await mended.close();
    expect([image!.dtype.name, image!.shape]).toEqual(['F32', [1, 64, 96, 3]]);
    const steps = record.map((step: { conversion: string }) => step.conversion);
    expect(steps).toEqual(['toChannelLast', 'addBatch', 'toFloat32', 'divide255']);
    const floats = DTYPES.F32.toNumbers(values, bytes.length);
    // The pixel of row 5, column 7: its channels lay a plane apart.
    const at = 5 * 96 + 7;
    expect([...floats.slice(3 * at, 3 * at + 3)]).toEqual(
      [0, 1, 2].map(c => Math.fround(bytes[c * 64 * 96 + at]! / 255)),
    );
  });

  it('resizes a mask to the one image beside it', async () => {
    const path = await dump(
      'pair.safetensors',
      floatsOf('image', [1, 16, 24, 3], ramp(16 * 24 * 3)),
      floatsOf('mask', [1, 8, 12], ramp(96)),
    );
    const { outputs } = await fixFile(of(path), deps);
    const opened = await openPath(outputs[0]!.path);
    const mask = opened.file.tensors.find(tensor => tensor.name === 'mask');
    expect(mask!.shape).toEqual([1, 16, 24]);
    await opened.close();
  });

  it('says so when there is nothing to mend', async () => {
    const path = casePath('comfy', 'node_dump_ok.safetensors');
    expect((await plannedFixes(of(path), deps)).steps).toEqual([]);
    await expect(fixFile(of(path), deps)).rejects.toThrow(/nothing that can be mended/);
  });
});

const ORDER = ['mend', 'shape', 'range', 'mask', 'latent', 'format', 'other'];

describe('offers', () => {
  async function offers(name: string, tensor: number | null) {
    const opened = await openPath(casePath('comfy', name));
    try {
      return offersFor(opened, tensor);
    } finally {
      await opened.close();
    }
  }

  it('put the mend first, with what it will give', async () => {
    const [first] = await offers('image_channel_first.safetensors', 0);
    expect(first!.id).toBe('toChannelLast');
    expect(first!.preview).toBe('IMAGE [2,3,48,64] -> [2,48,64,3]');
    expect(first!.tensors).toEqual(['image']);
  });

  it('name only what applies to the tensor shown', async () => {
    const opened = await openPath(casePath('comfy', 'node_dump_ok.safetensors'));
    const mask = opened.file.tensors.findIndex(tensor => tensor.name === 'mask');
    const ids = offersFor(opened, mask).map(offer => offer.id);
    await opened.close();
    expect(ids).toEqual(
      expect.arrayContaining(['invertMask', 'growMask', 'addChannel', 'exportPng']),
    );
    for (const id of ['toChannelLast', 'latentToRgb', 'squeezeChannel', 'splitAlpha'] as const)
      expect(ids).not.toContain(id);
  });

  it('offer joining where the partners are there', async () => {
    const found = await offers('node_dump_ok.safetensors', 0);
    const join = found.find(offer => offer.id === 'joinAlpha')!;
    expect(join.joinsFiles).toBe(true);
    expect(join.preview).toContain('[2,48,64,4]');
    expect((await offers('mask_squeezed.safetensors', 0)).map(offer => offer.id)).not.toContain(
      'joinAlpha',
    );
  });

  it('offer the file as a whole to be saved', async () => {
    const found = await offers('taesd_decoder.safetensors', null);
    expect(found.find(offer => offer.id === 'saveAs')).toMatchObject({
      wholeFile: true,
      tensors: [],
    });
  });

  it('group what fits, and put what makes no sense last, with the reason', async () => {
    const path = await dump(
      'sound.safetensors',
      floatsOf('image', [1, 16, 24, 3], ramp(16 * 24 * 3)),
    );
    const opened = await openPath(path);
    const of = () => new Map(offersFor(opened, 0).map(offer => [offer.id, offer]));
    expect(of().get('divide255')!.group).toBe('range');
    expect(of().get('splitAlpha')).toMatchObject({
      group: 'other',
      reason: '"image" has 3 channels, no alpha',
    });
    expect(of().get('addBatch')!.reason).toBe('it has a batch axis already');
    expect(of().get('toFloat32')!.reason).toBe('it is F32 already');
    // Once the values have been read it is known what they lack.
    await allFindings(opened, undefined);
    expect(of().get('divide255')).toMatchObject({
      group: 'other',
      reason: 'its values lie from 0 to 1 already',
    });
    expect(of().get('replaceNonFinite')!.reason).toBe('all its values are finite');
    expect(of().get('signedToUnit')!.reason).toBe('it has no negative values');
    const groups = [...of().values()].map(({ group }) => group);
    expect(groups).toEqual([...groups].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)));
    await opened.close();
  });

  it('tell what changes where the shape does not', async () => {
    const signed = Float32Array.from({ length: 16 * 24 * 3 }, (_, i) => (i % 101) / 50 - 1);
    const path = await dump('signed.safetensors', floatsOf('image', [1, 16, 24, 3], signed));
    const opened = await openPath(path);
    const offers = new Map(offersFor(opened, 0).map(({ id, preview }) => [id, preview]));
    await opened.close();
    expect(offers.get('signedToUnit')).toBe('IMAGE [1,16,24,3], -1..1 -> 0..1');
    expect(offers.get('divide255')).toBe('IMAGE [1,16,24,3], 0..255 -> 0..1');
  });

  it('say how many tensors stay beside the converted one', async () => {
    const found = await offers('node_dump_ok.safetensors', 0);
    expect(found.find(offer => offer.id === 'clamp01')!.others).toBe(3);
    expect(found.find(offer => offer.id === 'exportPng')!.others).toBe(0);
  });

  it('come as plain data, which crosses to the editor', async () => {
    const found = await offers('dtypes.safetensors', null);
    expect(structuredClone(found)).toEqual(found);
    expect(found.length).toBeGreaterThan(5);
  });

  it('are made without reading values', () => {
    const unread: Tensor = {
      ...floatsOf('image', [1, 3, 4, 4], new Float32Array(48)),
      dtype: DTYPES.F32,
      source: { size: 192, read: () => Promise.reject(new Error('read')), close: async () => {} },
    };
    const file = { format: 'safetensors', tensors: [unread], problems: [] } as const;
    const subject = {
      quantised: { weights: [], missing: [] },
      stored: { ...file, byteLength: 200, metadata: new Map(), close: async () => {} },
      classifications: [{ kind: 'IMAGE', evidence: ['name'], because: '', candidates: [] }],
      path: 'x.safetensors',
    } as const;
    expect(offersFor(subject, 0).length).toBeGreaterThan(5);
  });
});
