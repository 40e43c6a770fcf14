import { t } from '../../l10n';
import { readPythonString } from '../pythonString';
import { MAX_GLOBAL_NAME, MAX_LINE } from './limits';
import type { Opcode } from './opcode';
import type { PickleState } from './state';
import { asKind } from './value';

/**
 * The opcodes of protocols 0 and 1 (source: Python's pickletools), for plain pickles. Where Python's own
 * readers take a line differently, as octal numbers, the line is refused.
 */
export const TEXT_OPCODES: readonly Opcode[] = [
  { code: 0x49, name: 'INT', run: integer },
  { code: 0x4c, name: 'LONG', run: s => pushDecimal(s, line(s).replace(/L$/, '')) },
  { code: 0x46, name: 'FLOAT', run: float },
  { code: 0x53, name: 'STRING', run: string },
  { code: 0x56, name: 'UNICODE', run: unicode },
  { code: 0x67, name: 'GET', run: s => s.recall(memoIndex(s)) },
  { code: 0x70, name: 'PUT', run: s => s.remember(memoIndex(s)) },
  { code: 0x6c, name: 'LIST', run: s => s.pushSequence('list', s.popToMark()) },
  { code: 0x64, name: 'DICT', run: dict },
  { code: 0x69, name: 'INST', run: instance },
  { code: 0x6f, name: 'OBJ', run: object },
  { code: 0x50, name: 'PERSID', run: s => s.pushPersistent(line(s)) },
];

const CODE_POINT = /\\u([0-9a-fA-F]{4})|\\U(000[0-9a-fA-F]{5}|0010[0-9a-fA-F]{4})/g;

function line(state: PickleState): string {
  return state.cursor.latin1Line(MAX_LINE);
}

function integer(state: PickleState): void {
  const text = line(state);
  if (text === '00' || text === '01') state.push(text === '01');
  else pushDecimal(state, text);
}

function pushDecimal(state: PickleState, text: string): void {
  if (!/^-?(0|[1-9]\d{0,4000})$/.test(text))
    throw state.cursor.failure(t('an integer is not written in plain decimal digits'));
  const value = Number(text);
  if (Number.isSafeInteger(value)) state.push(value);
  else state.pushObject(BigInt(text));
}

function float(state: PickleState): void {
  const text = line(state);
  const isNumber = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  const named = /^([+-]?)(nan|inf(?:inity)?)$/i.exec(text);
  if (!isNumber && !named) throw state.cursor.failure(t('a float is not written as a number'));
  state.pushObject({ kind: 'float', value: named ? specialFloat(named) : Number(text) });
}

function specialFloat([, sign, word]: RegExpExecArray): number {
  if (word?.toLowerCase() === 'nan') return Number.NaN;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** A byte string in quotes, with Python's escapes; bytes are characters. */
function string(state: PickleState): void {
  const text = line(state);
  if (!/^(['"]).*\1$/s.test(text) || text.length < 2)
    throw state.cursor.failure(t('a string does not stand in quotes'));
  const read = readPythonString(text, 0, 'b');
  if (read.end !== text.length)
    throw state.cursor.failure(t('a string holds its own quote, which readers take differently'));
  state.pushObject(read.string.value);
}

/** Python's raw-unicode-escape: Latin-1 text in which `\uXXXX` alone is an escape. */
function unicode(state: PickleState): void {
  const text = line(state);
  if (/\\\\+[uU]/.test(text))
    throw state.cursor.failure(t('a string has an escape behind a backslash'));
  state.pushObject(
    text.replace(CODE_POINT, (_, short: string | undefined, long: string) =>
      String.fromCodePoint(Number.parseInt(short ?? long, 16)),
    ),
  );
}

function memoIndex(state: PickleState): number {
  const text = line(state);
  if (!/^(0|[1-9]\d{0,8})$/.test(text))
    throw state.cursor.failure(t('a memo index is not written in plain decimal digits'));
  return Number(text);
}

function dict(state: PickleState): void {
  const items = state.popToMark();
  state.pushDict();
  state.setItems(items);
}

/** `class(*arguments)`, named by two lines. */
function instance(state: PickleState): void {
  const module = state.cursor.line(MAX_GLOBAL_NAME);
  const name = state.cursor.line(MAX_GLOBAL_NAME);
  const args = state.popToMark();
  state.pushGlobal(module, name);
  state.pushCall(state.pop(), args);
}

/** `class(*arguments)`, all above the mark. */
function object(state: PickleState): void {
  const [callable, ...args] = state.popToMark();
  const target = asKind(callable, 'global', 'call');
  if (!target) throw state.cursor.failure(t('something that is no class is called'));
  state.pushCall(target, args);
}
