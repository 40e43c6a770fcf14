import { readdirSync, readlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pairReport } from '../../src/engine/lintFile';
import { NO_OVERRIDES, openPath } from '../../src/engine/openedFile';
import { tempFolder } from '../support/tempFolder';

/** The files of a folder that this process holds open, by what Linux says. */
function heldIn(folder: string): string[] {
  return readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      const path = readlinkSync(join('/proc/self/fd', fd));
      return path.startsWith(folder) ? [path.slice(folder.length + 1)] : [];
    } catch {
      // The listing's own descriptor is gone by now.
      return [];
    }
  });
}

/** A safetensors file of one byte. */
function oneByte(name: string): Buffer {
  const header = JSON.stringify({ [name]: { dtype: 'U8', shape: [1], data_offsets: [0, 1] } });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header), Buffer.of(7)]);
}

test.runIf(process.platform === 'linux')('whatever was opened is closed', async () => {
  const folder = await tempFolder();
  const at = (name: string) => join(folder, name);
  await writeFile(at('a.safetensors'), oneByte('a'));
  await writeFile(at('cut.safetensors'), oneByte('b').subarray(0, 20));
  const weightMap = { a: 'a.safetensors', b: 'cut.safetensors' };
  await writeFile(at('x.safetensors.index.json'), JSON.stringify({ weight_map: weightMap }));

  const opened = await openPath(at('x.safetensors.index.json'));
  expect(heldIn(folder)).toContain('a.safetensors');
  await opened.close();
  expect(heldIn(folder), 'a shard that is damaged').toEqual([]);

  await expect(openPath(at('cut.safetensors'))).rejects.toThrow();
  expect(heldIn(folder), 'a file that is damaged').toEqual([]);

  const params = ['a.safetensors', 'cut.safetensors'].map(name => ({
    location: { type: 'path' as const, path: at(name) },
    overrides: NO_OVERRIDES,
  }));
  await expect(pairReport(params)).rejects.toThrow();
  expect(heldIn(folder), 'a file beside one that is damaged').toEqual([]);
});
