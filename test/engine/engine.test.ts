import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine';
import { wasmFolder } from '../../src/engine/node/wasmFolder';
import { NO_OVERRIDES } from '../../src/engine/openedFile';
import type {
  EngineEvents,
  EngineMethods,
  FileInfo,
  Progress,
} from '../../src/protocol/engineMethods';
import { type MessagePortLike, Rpc } from '../../src/protocol/rpc';
import { casePath } from '../support/cases';
import { tempFolder } from '../support/tempFolder';

/** What a test leaves open, the last first. */
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function portOf(port: MessagePort): MessagePortLike {
  closing.push(() => port.close());
  return {
    post: message => port.postMessage(message),
    onMessage: listener => port.on('message', listener),
  };
}

/** The engine behind the same wall as in VS Code: messages that are cloned, not shared. */
function startEngine() {
  const { port1, port2 } = new MessageChannel();
  const progress: Progress[] = [];
  const engine = createEngine({ wasmFolder: wasmFolder(), onProgress: at => progress.push(at) });
  new Rpc<EngineMethods, EngineEvents>(portOf(port1), engine);
  const host = new Rpc<EngineEvents, EngineMethods>(portOf(port2), {
    progress: () => {},
    log: () => {},
    write: () => {},
  });
  const open = async (file: string): Promise<FileInfo> => {
    const location = { type: 'path' as const, path: casePath('comfy', file) };
    const info = await host.call('open', { location, overrides: NO_OVERRIDES });
    closing.push(() => host.call('close', { fileId: info.fileId }));
    return info;
  };
  return { host, open, progress };
}

const WHOLE = { x: 0, y: 0, width: 64, height: 48 };

describe('the engine', () => {
  it('gives 100,000 values at once and refuses one more', async () => {
    const { host } = startEngine();
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (100001,), }";
    const start = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header.padEnd(117)}\n`, 'latin1');
    const bytes = new Uint8Array(Buffer.concat([start, Buffer.alloc(100_001, 5)]));
    const location = { type: 'bytes' as const, name: 'long.npy', bytes };
    const { fileId } = await host.call('open', { location, overrides: NO_OVERRIDES });
    closing.push(() => host.call('close', { fileId }));
    const ask = (count: number) =>
      host.call('values', { fileId, tensor: 0, ranges: [{ start: 0, count, step: 1 }] });
    expect(JSON.stringify(await ask(2))).toContain('5');
    await expect(ask(100_000)).resolves.toBeDefined();
    await expect(ask(100_001)).rejects.toThrow('at most 100000');
  });

  it('opens a file, gives a picture, closes', async () => {
    const { host, open } = startEngine();
    const info = await open('node_dump_ok.safetensors');
    expect(info.tensors.map(({ name }) => name)).toContain('image');
    const tensor = info.tensors.findIndex(({ name }) => name === 'image');
    const request = {
      axes: { rows: 1, columns: 2, channels: 3 },
      index: [0, 0, 0, 0],
      channels: [],
      region: WHOLE,
      maxWidth: 64,
      maxHeight: 48,
      reduce: 'mean' as const,
    };
    const picture = await host.call('picture', { fileId: info.fileId, tensor, request });
    expect([picture.width, picture.height, picture.channelCount]).toEqual([64, 48, 3]);
    const bytes = await readFile(casePath('comfy', 'node_dump_ok.safetensors'));
    const { fileId } = info;
    const values = await host.call('values', {
      fileId,
      tensor,
      ranges: [0, 0, 0]
        .map(start => ({ start, count: 1, step: 1 }))
        .concat({ start: 0, count: 3, step: 1 }),
    });
    expect([0, 1, 2].map(c => String(picture.data[c * 64 * 48]))).toEqual(values.values);
    expect(bytes.length).toBe(info.byteLength);
    await host.call('close', { fileId });
    await expect(host.call('picture', { fileId, tensor, request })).rejects.toThrow(
      'no longer open',
    );
  });

  it('gives a picture again from memory, and a new one once the file was written to', async () => {
    const { host } = startEngine();
    const side = 300;
    const path = join(await tempFolder(), 'plane.npy');
    const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${side}, ${side}), }`;
    const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${header.padEnd(117)}\n`, 'latin1');
    const write = (value: number) =>
      writeFile(
        path,
        Buffer.concat([head, new Uint8Array(new Float32Array(side * side).fill(value).buffer)]),
      );
    await write(1);
    const location = { type: 'path', path } as const;
    const { fileId } = await host.call('open', { location, overrides: NO_OVERRIDES });
    const request = {
      axes: { rows: 0, columns: 1, channels: null },
      index: [0, 0],
      channels: [],
      region: { x: 0, y: 0, width: side, height: side },
      maxWidth: 30,
      maxHeight: 30,
      reduce: 'mean' as const,
    };
    const draw = async () => {
      const { data } = await host.call('picture', { fileId, tensor: 0, request });
      return [...new Set(data)];
    };
    expect(await draw()).toEqual([1]);
    expect(await draw()).toEqual([1]);
    await write(2);
    expect(await draw()).toEqual([2]);
  });

  it.each([
    ['a missing tensor', { tensor: 99 }],
    ['a negative tensor', { tensor: -1 }],
    ['a fraction', { tensor: 0.5 }],
  ])('refuses %s', async (_what, { tensor }) => {
    const { host, open } = startEngine();
    const { fileId } = await open('c.npy');
    await expect(host.call('stats', { fileId, tensor, bins: 16 })).rejects.toThrow(
      'no tensor number',
    );
  });

  it.each([
    [[{ start: 0, count: 99, step: 1 }]],
    [[{ start: -1, count: 1, step: 1 }]],
    [[{ start: 0, count: 1, step: 0 }]],
    [[]],
    [[{ start: Number.NaN, count: 1, step: 1 }]],
  ])('refuses the ranges %j', async ranges => {
    const { host, open } = startEngine();
    const { fileId } = await open('i8.npy');
    await expect(host.call('values', { fileId, tensor: 0, ranges })).rejects.toThrow();
  });

  it("runs the value rules once values are asked for, the user's word above any guess", async () => {
    const { host, open } = startEngine();
    const { fileId, findings } = await open('image_0_255.safetensors');
    expect(findings).toEqual([]);
    const all = await host.call('checkValues', { fileId });
    expect(all.map(({ rule }) => rule)).toEqual(['image/range-255']);
    const path = casePath('comfy', 'image_0_255.safetensors');
    const { findings: silenced } = await host.call('lint', {
      location: { type: 'path', path },
      overrides: { ...NO_OVERRIDES, kinds: [{ tensor: 'image', kind: null }] },
      values: true,
    });
    expect(silenced).toEqual([]);
  });

  it('reads the contract and rule settings as a user wrote them', async () => {
    const { host } = startEngine();
    const lint = (contracts: unknown, rules: unknown) =>
      host.call('lint', {
        location: { type: 'path', path: casePath('comfy', 'image_channel_first.safetensors') },
        overrides: {
          ...NO_OVERRIDES,
          relativePath: 'dumps/image_channel_first.safetensors',
          contracts,
          rules,
        },
        values: false,
      });
    const rulesOf = async (...args: Parameters<typeof lint>) =>
      (await lint(...args)).findings.map(({ rule }) => rule);
    expect(await rulesOf([], {})).toEqual(['image/channel-first']);
    expect(await rulesOf([{ files: 'dumps/**', tensor: '*', kind: 'none' }], {})).toEqual([]);
    expect(await rulesOf([], { 'image/channel-first': 'off' })).toEqual([]);
    expect(await rulesOf('nonsense', 7)).toEqual(['image/channel-first']);
    expect(
      await host.call('settingsNotices', { contracts: 'nonsense', rules: { no: 'error' } }),
    ).toHaveLength(2);
  });

  it('converts into a new file beside the source, which stays as it is', async () => {
    const { host } = startEngine();
    const folder = await tempFolder();
    const path = join(folder, 'image.safetensors');
    await copyFile(casePath('comfy', 'image_channel_first.safetensors'), path);
    const before = await readFile(path);
    const file = { type: 'path', path } as const;
    const { outputs } = await host.call('convert', {
      conversion: 'toChannelLast',
      inputs: [{ file, tensors: ['image'] }],
      overrides: NO_OVERRIDES,
      options: {},
      output: null,
      overwrite: false,
    });
    expect(outputs.map(output => output.path)).toEqual([
      join(folder, 'image.channel-last.safetensors'),
    ]);
    expect(await readFile(path)).toEqual(before);
    const lint = {
      location: { type: 'path', path: outputs[0]!.path },
      overrides: NO_OVERRIDES,
      values: true,
    } as const;
    expect(await host.call('lint', lint)).toEqual({ findings: [], valuesRead: true });
    const small = await host.call('lint', { ...lint, valuesUpTo: 1 });
    expect(small).toEqual({ findings: [], valuesRead: false });
    const offers = await host.call('offersFor', { file, overrides: NO_OVERRIDES });
    expect(offers[0]?.id).toBe('toChannelLast');
  });

  it('saves a slice and gives snippets', async () => {
    const { host, open } = startEngine();
    const { fileId } = await open('c.npy');
    const path = join(await tempFolder(), 'slice.npy');
    const ranges = [
      { start: 1, count: 1, step: 1, dropped: true },
      { start: 0, count: 3, step: 1 },
      { start: 0, count: 2, step: 2 },
    ];
    await host.call('saveSlice', { fileId, tensor: 0, ranges, path });
    const saved = await host.call('open', {
      location: { type: 'path', path },
      overrides: NO_OVERRIDES,
    });
    expect(saved.tensors[0]!.shape).toEqual([3, 2]);
    const read = (id: number, box: typeof ranges) =>
      host.call('values', { fileId: id, tensor: 0, ranges: box });
    const whole = [3, 2].map(count => ({ start: 0, count, step: 1, dropped: false }));
    expect((await read(saved.fileId, whole)).values).toEqual((await read(fileId, ranges)).values);
    const { torch } = await host.call('snippets', {
      conversion: 'addBatch',
      tensor: 'my mask',
      options: {},
    });
    expect(torch).toMatch(/my_mask.*unsqueeze\(0\)/);
  });

  it('finds tensor files below a folder, the excluded apart', async () => {
    const { host } = startEngine();
    const folder = casePath('comfy');
    const all = await host.call('findFiles', {
      folder,
      wanted: 'tensors',
      settings: {},
      readsProjects: false,
    });
    expect(all).toContain(casePath('comfy', 'c.npy'));
    expect(all.some(path => path.endsWith('.png'))).toBe(false);
    const some = await host.call('findFiles', {
      wanted: 'tensors',
      folder,
      settings: { include: '*.npy', exclude: ['rgb_*'] },
      readsProjects: false,
    });
    expect(some.length).toBeGreaterThan(0);
    expect(some.every(path => path.endsWith('.npy') && !path.includes('rgb_'))).toBe(true);
  });

  it('pairs an IMAGE with the MASK of another file', async () => {
    const { host } = startEngine();
    const files = ['mask_resize_in.safetensors', 'node_dump_ok.safetensors'].map(file => ({
      location: { type: 'path', path: casePath('comfy', file) } as const,
      overrides: NO_OVERRIDES,
    }));
    const report = await host.call('pair', { files });
    expect(report.mask).toBe(0);
    expect(report.findings.map(({ rule }) => rule)).toEqual(['mask/size-mismatch']);
  });

  it('answers an unreadable file with its rule and place', async () => {
    const { host } = startEngine();
    const path = casePath('safetensors', 'i-header-len-2p53+1.safetensors');
    const error = await host
      .call('open', { location: { type: 'path', path }, overrides: NO_OVERRIDES })
      .catch((caught: unknown) => caught);
    expect(error).toMatchObject({ data: { rule: 'file/unreadable' } });
  });
});
