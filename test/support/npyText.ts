import { memorySource } from '../../src/core/bytes/memorySource';
import { openNpyArray } from '../../src/core/formats/npyArray';
import { readValues } from '../../src/core/tensor/values';

/** The text of the one element of a 0-d .npy file with this dtype and these data bytes. */
export async function recordText(descr: string, data: Uint8Array): Promise<string> {
  const header = Buffer.from(`{'descr': ${descr}, 'fortran_order': False, 'shape': ()}`, 'latin1');
  const start = Buffer.alloc(10);
  start.write('\x93NUMPY\x01', 'latin1');
  start.writeUInt16LE(header.length, 8);
  const { tensor } = await openNpyArray(memorySource(Buffer.concat([start, header, data])), '');
  const { values } = await readValues(tensor, []);
  return values[0] as string;
}
