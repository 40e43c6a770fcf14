import { TensorFileError } from '../errors';
import type { DType, DTypeName } from '../tensor/dtype';
import { DTYPES } from '../tensor/dtypes';
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

/** Spellings that `numpy.dtype` takes and numpy never writes (numpy, "Data type objects", 64-bit Linux). */
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['?', 'b1'],
  ['b', 'i1'],
  ['B', 'u1'],
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
  ['bool', 'b1'],
  ['int8', 'i1'],
  ['uint8', 'u1'],
  ['int16', 'i2'],
  ['uint16', 'u2'],
  ['int32', 'i4'],
  ['uint32', 'u4'],
  ['int64', 'i8'],
  ['uint64', 'u8'],
  ['float16', 'f2'],
  ['half', 'f2'],
  ['float32', 'f4'],
  ['single', 'f4'],
  ['float64', 'f8'],
  ['double', 'f8'],
  ['float', 'f8'],
  ['int', 'i8'],
  ['complex64', 'c8'],
  ['complex128', 'c16'],
  ['complex', 'c16'],
]);

/**
 * The type that a descriptor string names.
 * @throws TensorFileError for object arrays, whose data is a pickle, and for what numpy does not take.
 */
export function scalarType(descr: string): NpyType {
  const match = /^([<>|=]?)(.*)$/s.exec(descr)!;
  const code = SPELLINGS.get(match[2]!) ?? match[2]!;
  if (/^(?:O\d*|object_?)$/.test(code)) throw objectArray(descr);
  const byteOrder = match[1] === '>' ? 'big' : 'little';
  const type =
    numberType(code, byteOrder) ?? flexibleType(code, byteOrder) ?? temporal(code, byteOrder);
  if (!type) throw new TensorFileError(`The dtype ${JSON.stringify(descr)} is not one of numpy's`);
  if (type.itemBytes > MAX_ITEM_BYTES) {
    throw new TensorFileError(
      `The dtype ${descr} has elements of ${type.itemBytes} bytes: numpy allows 2 GiB`,
    );
  }
  return type;
}

/** Why an object array is refused. */
export function objectArray(descr: string): TensorFileError {
  return new TensorFileError(
    `The dtype ${JSON.stringify(descr)} holds Python objects: its data is a pickle, which could run code, so it is not read; save it again with a numeric dtype`,
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
