import { t } from '../../l10n';
import { MAX_INTEGER_BYTES } from './limits';
import type { Opcode } from './opcode';
import type { PickleState } from './state';

/** Constants, numbers, text and bytes, and the stack and memo themselves. */
export const SCALAR_OPCODES: readonly Opcode[] = [
  { code: 0x80, name: 'PROTO', run: checkProtocol },
  { code: 0x95, name: 'FRAME', run: s => s.enterFrame(s.cursor.length64()) },
  { code: 0x4e, name: 'NONE', run: s => s.push(null) },
  { code: 0x88, name: 'NEWTRUE', run: s => s.push(true) },
  { code: 0x89, name: 'NEWFALSE', run: s => s.push(false) },
  { code: 0x4a, name: 'BININT', run: s => s.push(s.cursor.int32()) },
  { code: 0x4b, name: 'BININT1', run: s => s.push(s.cursor.uint8()) },
  { code: 0x4d, name: 'BININT2', run: s => s.push(s.cursor.uint16()) },
  { code: 0x8a, name: 'LONG1', run: s => pushInteger(s, s.cursor.uint8()) },
  { code: 0x8b, name: 'LONG4', run: s => pushInteger(s, s.cursor.int32()) },
  {
    code: 0x47,
    name: 'BINFLOAT',
    run: s => s.pushObject({ kind: 'float', value: s.cursor.float64() }),
  },
  { code: 0x58, name: 'BINUNICODE', run: s => s.pushObject(s.cursor.text(s.cursor.uint32())) },
  {
    code: 0x8c,
    name: 'SHORT_BINUNICODE',
    run: s => s.pushObject(s.cursor.text(s.cursor.uint8())),
  },
  { code: 0x8d, name: 'BINUNICODE8', run: s => s.pushObject(s.cursor.text(s.cursor.length64())) },
  {
    code: 0x55,
    name: 'SHORT_BINSTRING',
    run: s => s.pushObject(s.cursor.latin1(s.cursor.uint8())),
  },
  { code: 0x54, name: 'BINSTRING', run: s => s.pushObject(s.cursor.latin1(unsignedLength(s))) },
  { code: 0x43, name: 'SHORT_BINBYTES', run: s => s.pushObject(s.cursor.bytes(s.cursor.uint8())) },
  { code: 0x42, name: 'BINBYTES', run: s => s.pushObject(s.cursor.bytes(s.cursor.uint32())) },
  { code: 0x8e, name: 'BINBYTES8', run: s => s.pushObject(s.cursor.bytes(s.cursor.length64())) },
  { code: 0x96, name: 'BYTEARRAY8', run: s => s.pushObject(s.cursor.bytes(s.cursor.length64())) },
  { code: 0x30, name: 'POP', run: pop },
  { code: 0x31, name: 'POP_MARK', run: s => void s.popToMark() },
  { code: 0x32, name: 'DUP', run: s => s.push(s.top()) },
  { code: 0x28, name: 'MARK', run: s => s.mark() },
  { code: 0x71, name: 'BINPUT', run: s => s.remember(s.cursor.uint8()) },
  { code: 0x72, name: 'LONG_BINPUT', run: s => s.remember(s.cursor.uint32()) },
  { code: 0x94, name: 'MEMOIZE', run: s => s.rememberNext() },
  { code: 0x68, name: 'BINGET', run: s => s.recall(s.cursor.uint8()) },
  { code: 0x6a, name: 'LONG_BINGET', run: s => s.recall(s.cursor.uint32()) },
];

function checkProtocol(state: PickleState): void {
  const protocol = state.cursor.uint8();
  if (protocol > 5)
    throw state.cursor.failure(t`protocol ${protocol} is unknown; 2 to 5 can be read`);
}

/** POP takes a mark when nothing lies above it. */
function pop(state: PickleState): void {
  if (state.depth > 0) state.pop();
  else state.popToMark();
}

function unsignedLength(state: PickleState): number {
  const length = state.cursor.int32();
  if (length < 0) throw state.cursor.failure(t`a string has the length ${length}`);
  return length;
}

/** A little-endian two's complement integer of `length` bytes: a number where exact, else a bigint. */
function pushInteger(state: PickleState, length: number): void {
  if (length < 0 || length > MAX_INTEGER_BYTES)
    throw state.cursor.failure(t`an integer of ${length} bytes is refused`);
  const bytes = state.cursor.bytes(length);
  let value = 0n;
  for (let i = length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  value = BigInt.asIntN(length * 8, value);
  const exact = Number(value);
  if (Number.isSafeInteger(exact)) state.push(exact);
  else state.pushObject(value);
}
