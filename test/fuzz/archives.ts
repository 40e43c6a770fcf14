import { TensorFileError } from '../../src/core/errors';
import { openTensorFile } from '../../src/core/formats/open';
import { memoryContext } from '../support/openCase';
import { zipFile } from '../support/zipFile';
import type { Outcome } from './check';
import type { Random } from './random';

const STEMS = ['a', 'b', 'x.y', 'arr_0', 'größe', 'ß', 'İ'];

/** An archive of arrays whose names repeat, or differ in case alone. */
export function ambiguousArchive(random: Random): Uint8Array {
  const count = 1 + random.below(6);
  const members = Array.from({ length: count }, () => {
    const stem = random.pick(STEMS);
    const cased = random.pick([stem, stem, stem.toUpperCase(), `folder/${stem}`]);
    return { name: `${cased}.npy`, bytes: oneByte(random.below(256)) };
  });
  return zipFile(members);
}

/** A .npy file of one byte. */
function oneByte(value: number): Uint8Array {
  const header = Buffer.from("{'descr': '|u1', 'fortran_order': False, 'shape': (1,)}\n");
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  return Buffer.concat([start, header, Buffer.of(value)]);
}

/** `f.npz` is NumPy's: it tells names apart by case, and gives one of those that are the same. */
export async function checkArchive(input: Uint8Array): Promise<Outcome> {
  const text = Buffer.from(input).toString('utf8');
  const directory = text.slice(text.indexOf('PK\x01\x02'));
  // Behind each name stands the next record.
  const names = directory.split('.npyPK').length - 1;
  try {
    const file = await openTensorFile(memoryContext(input, 'f.npz'));
    const shown = new Set(file.tensors.map(({ name }) => name));
    const said = new Set(
      file.problems.flatMap(({ rule, tensor }) =>
        rule === 'file/ambiguous-archive' ? tensor : [],
      ),
    );
    if (shown.size !== file.tensors.length) throw new Error('Two tensors of one name are shown');
    if ([...said].some(name => name !== undefined && shown.has(name)))
      throw new Error('A tensor is shown that readers read differently');
    if (shown.size + said.size > names) throw new Error('More tensors than members');
    if (said.size === 0 && shown.size !== names)
      throw new Error(`${names} members, ${shown.size} tensors, and no word of the others`);
    return 'opened';
  } catch (error) {
    if (error instanceof TensorFileError) return 'refused';
    throw error;
  }
}
