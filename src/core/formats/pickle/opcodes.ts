import { t } from '../../l10n';
import type { Opcode } from './opcode';
import { COLLECTION_OPCODES } from './opcodesCollections';
import { OBJECT_OPCODES } from './opcodesObjects';
import { SCALAR_OPCODES } from './opcodesScalars';
import { TEXT_OPCODES } from './opcodesText';

/** STOP ends the pickle; the machine itself handles it. */
export const STOP = 0x2e;

/** What they stand for lies outside the file: a registry, or buffers that the loader is given. */
const OUTSIDE = { EXT1: 0x82, EXT2: 0x83, EXT4: 0x84, NEXT_BUFFER: 0x97, READONLY_BUFFER: 0x98 };

function refused({ code, name }: Pick<Opcode, 'code' | 'name'>): Opcode {
  return {
    code,
    name,
    run: state => {
      throw state.cursor.failure(
        t`opcode ${name}, which torch.save never writes, is refused: it hides what a file does`,
        state.cursor.position - 1,
      );
    },
  };
}

const outside = Object.entries(OUTSIDE).map(([name, code]) => refused({ code, name }));
const binary = [...SCALAR_OPCODES, ...COLLECTION_OPCODES, ...OBJECT_OPCODES, ...outside];

/** What torch.save writes, by the opcode's byte; bytes that are no opcode are absent. */
export const OPCODES = byCode([...binary, ...TEXT_OPCODES.map(refused)]);

/** What any Python writes, protocols 0 and 1 included. */
export const ALL_OPCODES = byCode([...binary, ...TEXT_OPCODES]);

function byCode(opcodes: readonly Opcode[]): readonly (Opcode | undefined)[] {
  const table: (Opcode | undefined)[] = new Array(256).fill(undefined);
  for (const opcode of opcodes) table[opcode.code] = opcode;
  return table;
}
