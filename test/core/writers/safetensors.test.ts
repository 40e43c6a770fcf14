import { readFile } from 'node:fs/promises';
import { describe, expect, it, test } from 'vitest';
import type { DTypeName } from '../../../src/core/tensor/dtypes';
import { viewStream } from '../../../src/core/tensor/streams';
import { inFileOrder, safetensorsWriter } from '../../../src/core/writers/safetensors';
import { casePath } from '../../support/cases';
import { memorySink, tensorOf } from '../../support/conversions';

interface Entry {
  readonly dtype: DTypeName;
  readonly shape: number[];
  readonly data_offsets: [number, number];
}

/** The content of a reference file, in an order of our own choosing. */
function contentOf(file: Uint8Array) {
  const headerBytes = Number(new DataView(file.buffer, file.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerBytes)));
  const { __metadata__: metadata = {}, ...entries } = header as Record<string, Entry> & {
    __metadata__?: Record<string, string>;
  };
  const data = file.subarray(8 + headerBytes);
  const tensors = Object.entries(entries)
    .toReversed()
    .map(([name, { dtype, shape, data_offsets }]) =>
      viewStream(tensorOf(name, dtype, shape, data.subarray(...data_offsets))),
    );
  return { tensors, metadata: new Map(Object.entries(metadata)) };
}

describe('safetensors writer', () => {
  it.each([
    'dtypes.safetensors',
    'node_dump_ok.safetensors',
    'taesd_decoder.safetensors',
    'model-00001-of-00003.safetensors',
    'ComfyUI_00001_.latent',
    'old_version.latent',
  ])('gives the reference writer’s own bytes for %s', async name => {
    const file = new Uint8Array(await readFile(casePath('comfy', name)));
    const content = contentOf(file);
    expect(safetensorsWriter.refuses(content)).toBeNull();
    const sink = memorySink();
    await safetensorsWriter.write(content, sink, {});
    expect(Buffer.compare(sink.bytes(), file)).toBe(0);
  });

  it.each([
    ['two tensors of one name', ['a', 'a'], /two tensors named "a"/],
    ['the metadata’s key', ['__metadata__'], /rename it first/],
    ['half a surrogate pair', ['\ud800'], /no valid Unicode/],
  ])('refuses %s', (_, names, message) => {
    const tensors = names.map(name => viewStream(tensorOf(name, 'U8', [1], new Uint8Array(1))));
    expect(safetensorsWriter.refuses({ tensors, metadata: new Map() })).toMatch(message);
  });

  it('refuses a dtype that it has no name for, and says what would work', () => {
    const tensors = [viewStream(tensorOf('z', 'C128', [1], new Uint8Array(16)))];
    expect(safetensorsWriter.refuses({ tensors, metadata: new Map() })).toMatch(/C128.*\.npy/);
  });

  it('refuses a stream that gives other bytes than its shape needs', async () => {
    const stream = viewStream(tensorOf('x', 'U8', [4], new Uint8Array(4)));
    const short = { ...stream, shape: [8] };
    const write = safetensorsWriter.write(
      { tensors: [short], metadata: new Map() },
      memorySink(),
      {},
    );
    await expect(write).rejects.toThrow('gave 4 bytes where its shape needs 8');
  });
});

test('names go by their UTF-8 bytes, which UTF-16 units put in another order', () => {
  const names = ['\u{1f600}', '\uff5e', 'b', 'a', 'ab'];
  const tensors = names.map(name => viewStream(tensorOf(name, 'U8', [1], Uint8Array.of(0))));
  const wide = viewStream(tensorOf('z', 'F32', [1], new Uint8Array(4)));
  // Source: safetensors tensor.rs, `prepare`: dtype from the widest, then Rust's order of strings.
  expect(inFileOrder([...tensors, wide]).map(({ name }) => name)).toEqual([
    'z',
    'a',
    'ab',
    'b',
    '\uff5e',
    '\u{1f600}',
  ]);
});
