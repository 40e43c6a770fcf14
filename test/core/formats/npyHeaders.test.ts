import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { TensorFileError } from '../../../src/core/errors';
import { openNpyArray } from '../../../src/core/formats/npyArray';

const verdicts = JSON.parse(
  readFileSync(join(import.meta.dirname, 'npyHeaders.json'), 'utf8'),
) as Record<'descr' | 'shape' | 'text', [string, boolean][]>;

const PLAIN = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}";

function npyFile(header: string, version: 1 | 3): Uint8Array {
  const text = Buffer.from(header, version === 3 ? 'utf8' : 'latin1');
  const start = Buffer.alloc(version === 1 ? 10 : 12);
  start.write('\x93NUMPY', 'latin1');
  start[6] = version;
  if (version === 1) start.writeUInt16LE(text.length, 8);
  else start.writeUInt32LE(text.length, 8);
  return Buffer.concat([start, text, Buffer.alloc(256)]);
}

async function opens(header: string, version: 1 | 3): Promise<boolean> {
  try {
    await openNpyArray(memorySource(npyFile(header, version)), '');
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(TensorFileError);
    return false;
  }
}

/** Columns are what numpy itself said of the same bytes. */
const rows = (kind: 'descr' | 'shape' | 'text') => verdicts[kind];

describe('headers are taken as numpy takes them', () => {
  it.each(rows('descr'))('descr %j: %s', async (descr, accepted) => {
    const header = `{'descr': ${descr}, 'fortran_order': False, 'shape': (2,)}`;
    expect(await opens(header, 3)).toBe(accepted);
  });

  it.each(rows('shape'))('shape %j: %s', async (shape, accepted) => {
    const header = `{'descr': '|u1', 'fortran_order': False, 'shape': ${shape}}`;
    expect(await opens(header, 1)).toBe(accepted);
  });

  it.each(rows('text'))('text %j: %s', async (text, accepted) => {
    expect(await opens(text.replace('%s', PLAIN), 3)).toBe(accepted);
  });
});
