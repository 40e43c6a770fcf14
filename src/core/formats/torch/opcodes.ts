import { t } from '../../l10n';
import type { Opcode } from './opcode';
import { COLLECTION_OPCODES } from './opcodesCollections';
import { OBJECT_OPCODES } from './opcodesObjects';
import { SCALAR_OPCODES } from './opcodesScalars';

/** STOP ends the pickle; the machine itself handles it. */
export const STOP = 0x2e;

const REFUSED = {
  INST: 0x69,
  OBJ: 0x6f,
  EXT1: 0x82,
  EXT2: 0x83,
  EXT4: 0x84,
  PERSID: 0x50,
  INT: 0x49,
  LONG: 0x4c,
  FLOAT: 0x46,
  STRING: 0x53,
  UNICODE: 0x56,
  GET: 0x67,
  PUT: 0x70,
  DICT: 0x64,
  LIST: 0x6c,
  NEXT_BUFFER: 0x97,
  READONLY_BUFFER: 0x98,
} as const;

const refused: readonly Opcode[] = Object.entries(REFUSED).map(([name, code]) => ({
  code,
  name,
  run: state => {
    throw state.cursor.failure(
      t`opcode ${name}, which torch.save never writes, is refused: it hides what a file does`,
      state.cursor.position - 1,
    );
  },
}));

/** Opcodes by their byte; bytes that are no opcode are absent. */
export const OPCODES: readonly (Opcode | undefined)[] = (() => {
  const table: (Opcode | undefined)[] = new Array(256).fill(undefined);
  for (const opcode of [...SCALAR_OPCODES, ...COLLECTION_OPCODES, ...OBJECT_OPCODES, ...refused])
    table[opcode.code] = opcode;
  return table;
})();
