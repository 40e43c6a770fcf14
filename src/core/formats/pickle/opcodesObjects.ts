import { t } from '../../l10n';
import { MAX_GLOBAL_NAME } from './limits';
import type { Opcode } from './opcode';
import type { PickleState } from './state';
import { asKind, type PickleValue } from './value';

/** Classes, calls and storages: all noted down, none of them made. */
export const OBJECT_OPCODES: readonly Opcode[] = [
  { code: 0x63, name: 'GLOBAL', run: global },
  { code: 0x93, name: 'STACK_GLOBAL', run: stackGlobal },
  { code: 0x52, name: 'REDUCE', run: call },
  { code: 0x81, name: 'NEWOBJ', run: call },
  { code: 0x92, name: 'NEWOBJ_EX', run: callWithKeywords },
  { code: 0x62, name: 'BUILD', run: build },
  {
    code: 0x51,
    name: 'BINPERSID',
    run: s => s.pushPersistent(s.pop()),
  },
];

function global(state: PickleState): void {
  const module = state.cursor.line(MAX_GLOBAL_NAME);
  state.pushGlobal(module, state.cursor.line(MAX_GLOBAL_NAME));
}

function stackGlobal(state: PickleState): void {
  const [module, name] = state.popMany(2);
  if (typeof module !== 'string' || typeof name !== 'string')
    throw state.cursor.failure(t('a class is named by something other than text'));
  // Python 2's byte strings are text here and, by the reader's choice of encoding, other text there.
  if (/[\x80-\xff]/.test(module + name))
    throw state.cursor.failure(t('a class is named in characters that readers take differently'));
  if (module.length > MAX_GLOBAL_NAME || name.length > MAX_GLOBAL_NAME)
    throw state.cursor.failure(t`a name has more than ${MAX_GLOBAL_NAME} characters`);
  state.pushGlobal(module, name);
}

function call(state: PickleState): void {
  const [callable, args] = state.popMany(2);
  pushChecked(state, callable, args);
}

function callWithKeywords(state: PickleState): void {
  const [callable, args, keywords] = state.popMany(3);
  const named = asKind(keywords, 'dict');
  if (!named) throw state.cursor.failure(t('named arguments are something other than a dict'));
  pushChecked(state, callable, args, named);
}

function pushChecked(
  state: PickleState,
  callable: PickleValue | undefined,
  args: PickleValue | undefined,
  keywords?: PickleValue,
): void {
  const target = asKind(callable, 'global', 'call');
  const list = asKind(args, 'tuple', 'list', 'set');
  if (!target) throw state.cursor.failure(t('something that is no class is called'));
  if (list?.kind !== 'tuple')
    throw state.cursor.failure(t('arguments are something other than a tuple'));
  state.pushCall(target, list.items, keywords);
}

function build(state: PickleState): void {
  const value = state.pop();
  const target = asKind(state.top(), 'call');
  if (!target) throw state.cursor.failure(t('attributes are set on something that is no object'));
  target.states ??= [];
  target.states.push(value);
}
