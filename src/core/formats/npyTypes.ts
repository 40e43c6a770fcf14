import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { DType } from '../tensor/dtype';
import { DTYPES, type DTypeName } from '../tensor/dtypes';
import { longDoubleType } from './npyLongDouble';
import { bytesType, textType, timeType, voidType } from './npyTextTypes';
import { parseTimeUnit } from './npyTime';

/** An element type of a .npy file: how to decode it once it is little endian, and how it is stored. */
export interface NpyType {
  readonly dtype: DType;
  readonly byteOrder: 'little' | 'big';
  /** As numpy's header writes it. */
  readonly descr: string;
  readonly itemBytes: number;
}

/** numpy keeps an element's size in a C int. */
export const MAX_ITEM_BYTES = 2 ** 31 - 1;

/** numpy's kind and width to our dtypes. */
const NUMBERS: ReadonlyMap<string, DTypeName> = new Map([
  ['b1', 'BOOL'],
  ['u1', 'U8'],
  ['i1', 'I8'],
  ['u2', 'U16'],
  ['i2', 'I16'],
  ['u4', 'U32'],
  ['i4', 'I32'],
  ['u8', 'U64'],
  ['i8', 'I64'],
  ['f2', 'F16'],
  ['f4', 'F32'],
  ['f8', 'F64'],
  ['c8', 'C64'],
  ['c16', 'C128'],
]);

/** Letters that `numpy.dtype` takes, with a byte order or without (numpy, "Data type objects", 64-bit Linux). */
const LETTERS: ReadonlyMap<string, string> = new Map([
  ['?', 'b1'],
  ['b', 'i1'],
  ['B', 'u1'],
  ['c', 'S1'],
  ['h', 'i2'],
  ['H', 'u2'],
  ['i', 'i4'],
  ['I', 'u4'],
  ['l', 'i8'],
  ['L', 'u8'],
  ['q', 'i8'],
  ['Q', 'u8'],
  ['p', 'i8'],
  ['P', 'u8'],
  ['e', 'f2'],
  ['f', 'f4'],
  ['d', 'f8'],
  ['g', 'f16'],
  ['F', 'c8'],
  ['D', 'c16'],
  ['G', 'c32'],
]);

/** Names that `numpy.dtype` takes, without a byte order only; numpy writes none of them. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    b1: ['bool', 'bool_'],
    i1: ['int8', 'byte'],
    u1: ['uint8', 'ubyte'],
    i2: ['int16', 'short'],
    u2: ['uint16', 'ushort'],
    i4: ['int32', 'intc'],
    u4: ['uint32', 'uintc'],
    i8: ['int64', 'int', 'int_', 'intp', 'longlong'],
    u8: ['uint64', 'uint', 'uintp', 'ulonglong'],
    f2: ['float16', 'half'],
    f4: ['float32', 'single'],
    f8: ['float64', 'double', 'float'],
    f16: ['longdouble'],
    c8: ['complex64', 'csingle'],
    c16: ['complex128', 'cdouble', 'complex'],
    c32: ['clongdouble'],
    S0: ['bytes', 'bytes_'],
    U0: ['str', 'str_'],
    V0: ['void'],
  }).flatMap(([code, names]) => names.map(name => [name, code] as const)),
);

/**
 * The type that a descriptor string names.
 * @throws TensorFileError for object arrays, whose data is a pickle, and for what numpy does not take.
 */
export function scalarType(descr: string): NpyType {
  const match = /^([<>|=]?)(.*)$/s.exec(descr)!;
  const code = plainCode(match[2]!, match[1] !== '');
  if (/^(?:O\d*|object_?)$/.test(code)) throw objectArray(descr);
  const byteOrder = match[1] === '>' ? 'big' : 'little';
  const type =
    numberType(code, byteOrder) ?? flexibleType(code, byteOrder) ?? temporal(code, byteOrder);
  if (!type) throw new TensorFileError(t`The dtype ${JSON.stringify(descr)} is not one of numpy's`);
  if (type.itemBytes > MAX_ITEM_BYTES) {
    throw new TensorFileError(
      t`The dtype ${descr} has elements of ${type.itemBytes} bytes: numpy allows 2 GiB`,
    );
  }
  return type;
}

/** A spelling as kind and width: `f4` for `f`, `float32`, `f04`. */
function plainCode(spelling: string, hasByteOrder: boolean): string {
  const name = hasByteOrder ? undefined : NAMES.get(spelling);
  return name ?? LETTERS.get(spelling) ?? spelling.replace(/^([a-zA-Z])0+(?=\d)/, '$1');
}

/** An array of Python objects: what it names can be told, nothing else. */
export class ObjectArrayError extends TensorFileError {}

/** Why an object array is refused. */
function objectArray(descr: string): ObjectArrayError {
  return new ObjectArrayError(
    t`The dtype ${JSON.stringify(descr)} holds Python objects: its data is a pickle, which could run code, so it is not read; save it again with a numeric dtype`,
  );
}

function made(dtype: DType, code: string, byteOrder: 'little' | 'big'): NpyType {
  const prefix = dtype.swapBytes === 1 ? '|' : byteOrder === 'big' ? '>' : '<';
  return { dtype, byteOrder, descr: prefix + code, itemBytes: dtype.bits / 8 };
}

function numberType(code: string, byteOrder: 'little' | 'big'): NpyType | undefined {
  const name = NUMBERS.get(code);
  if (name) return made(DTYPES[name], code, byteOrder);
  if (code !== 'f16' && code !== 'c32') return undefined;
  const prefix = byteOrder === 'big' ? '>' : '<';
  return made(longDoubleType(prefix + code, code === 'c32'), code, byteOrder);
}

function flexibleType(code: string, byteOrder: 'little' | 'big'): NpyType | undefined {
  const match = /^([SaUV])(\d{0,10})$/.exec(code);
  if (!match) return undefined;
  const letter = match[1] === 'a' ? 'S' : match[1]!;
  const length = Number(match[2]);
  const name = letter + length;
  if (letter === 'S') return made(bytesType(`|${name}`, length), name, 'little');
  if (letter === 'V') return made(voidType(`|${name}`, length), name, 'little');
  const prefix = byteOrder === 'big' ? '>' : '<';
  return made(textType(prefix + name, length), name, byteOrder);
}

function temporal(code: string, byteOrder: 'little' | 'big'): NpyType | undefined {
  const match = /^(?:([Mm])8?|(datetime64|timedelta64))(\[.*\])?$/.exec(code);
  if (!match) return undefined;
  const unit = parseTimeUnit(match[3] ?? '');
  if (!unit) return undefined;
  const letter = match[1] ?? (match[2] === 'datetime64' ? 'M' : 'm');
  const name = `${letter}8${match[3] ?? ''}`;
  const prefix = byteOrder === 'big' ? '>' : '<';
  return made(timeType(prefix + name, letter === 'M', unit), name, byteOrder);
}
