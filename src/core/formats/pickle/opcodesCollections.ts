import { t } from '../../l10n';
import type { Opcode } from './opcode';
import type { PickleState } from './state';
import { asKind, type PickleValue } from './value';

/** Lists, tuples, dicts and sets. */
export const COLLECTION_OPCODES: readonly Opcode[] = [
  { code: 0x29, name: 'EMPTY_TUPLE', run: s => s.pushSequence('tuple', []) },
  { code: 0x5d, name: 'EMPTY_LIST', run: s => s.pushSequence('list', []) },
  { code: 0x7d, name: 'EMPTY_DICT', run: s => s.pushDict() },
  { code: 0x8f, name: 'EMPTY_SET', run: s => s.pushSequence('set', []) },
  { code: 0x74, name: 'TUPLE', run: s => s.pushSequence('tuple', s.popToMark()) },
  { code: 0x85, name: 'TUPLE1', run: s => s.pushSequence('tuple', s.popMany(1)) },
  { code: 0x86, name: 'TUPLE2', run: s => s.pushSequence('tuple', s.popMany(2)) },
  { code: 0x87, name: 'TUPLE3', run: s => s.pushSequence('tuple', s.popMany(3)) },
  { code: 0x91, name: 'FROZENSET', run: s => s.pushSequence('set', s.popToMark()) },
  { code: 0x61, name: 'APPEND', run: s => extend(s, s.popMany(1), 'list') },
  { code: 0x65, name: 'APPENDS', run: s => extend(s, s.popToMark(), 'list') },
  { code: 0x90, name: 'ADDITEMS', run: s => extend(s, s.popToMark(), 'set') },
  { code: 0x73, name: 'SETITEM', run: s => s.setItems(s.popMany(2)) },
  { code: 0x75, name: 'SETITEMS', run: s => s.setItems(s.popToMark()) },
];

function extend(state: PickleState, items: readonly PickleValue[], kind: 'list' | 'set'): void {
  const target = asKind(state.top(), kind, 'call');
  if (!target) throw state.cursor.failure(t`something other than a ${kind} is extended`);
  target.items ??= [];
  for (const item of items) target.items.push(item);
}
