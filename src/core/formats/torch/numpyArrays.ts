import { memorySource } from '../../bytes/memorySource';
import { type LocalText, t } from '../../l10n';
import type { DType } from '../../tensor/dtype';
import { DTYPES, type DTypeName } from '../../tensor/dtypes';
import { pickledBytes, textOf } from '../pickle/bytes';
import { asKind, globalKey, type PickleValue } from '../pickle/value';
import { compactStrides, countElements, parseCounts } from './geometry';
import type { Part, Rebuilder, TensorLayout } from './parts';
import { bytesFor, UnusableTensor } from './storages';

const NUMPY_DTYPES: ReadonlyMap<string, DTypeName> = new Map([
  ['b1', 'BOOL'],
  ['i1', 'I8'],
  ['u1', 'U8'],
  ['i2', 'I16'],
  ['u2', 'U16'],
  ['i4', 'I32'],
  ['u4', 'U32'],
  ['i8', 'I64'],
  ['u8', 'U64'],
  ['f2', 'F16'],
  ['f4', 'F32'],
  ['f8', 'F64'],
  ['c8', 'C64'],
  ['c16', 'C128'],
]);

interface NumpyDtype {
  readonly dtype: DType;
  readonly byteOrder: 'little' | 'big';
}

/** `numpy.dtype('f8', False, True)` with its state `(3, '<', ...)`. */
function parseDtype(value: PickleValue | undefined): NumpyDtype | undefined {
  const call = asKind(value, 'call');
  if (!call || globalKey(call.callable) !== 'numpy dtype') return undefined;
  const code = textOf(call.args[0]) ?? '';
  const name = NUMPY_DTYPES.get(code.replace(/^[<>|=]/, ''));
  if (!name) return undefined;
  const order = asKind(call.states?.[0], 'tuple')?.items[1];
  const isBig = textOf(order) === '>' || code.startsWith('>');
  return { dtype: DTYPES[name], byteOrder: isBig ? 'big' : 'little' };
}

/** `_reconstruct(ndarray, (0,), b'b')` with its state `(version, shape, dtype, is Fortran, bytes)`. */
const reconstructed: Rebuilder = call => {
  const state = asKind(call.states?.[0], 'tuple')?.items;
  if (state?.length !== 5) return opaque(t('numpy: an array without data, not shown'));
  const [, shape, dtype, isFortran, bytes] = state;
  return arrayParts(shape, dtype, bytes, isFortran === true);
};

/** `_frombuffer(bytes, dtype, shape, order)`: pickle protocol 5. */
const fromBuffer: Rebuilder = call => {
  const [bytes, dtype, shape, order] = call.args;
  return arrayParts(shape, dtype, bytes, order === 'F');
};

function arrayParts(
  size: PickleValue | undefined,
  type: PickleValue | undefined,
  data: PickleValue | undefined,
  isFortran: boolean,
): Part[] {
  const parsed = parseDtype(type);
  const bytes = pickledBytes(data);
  if (!parsed || !bytes) return opaque(t('numpy: an array of objects or records, not shown'));
  const shape = parseCounts(size);
  const byteLength = bytesFor(parsed.dtype, countElements(shape));
  if (byteLength !== bytes.length)
    throw new UnusableTensor(
      tensor => t`${tensor} is a numpy array of ${byteLength} bytes that has ${bytes.length}`,
    );
  const strides = isFortran
    ? compactStrides(shape.toReversed()).toReversed()
    : compactStrides(shape);
  const layout: TensorLayout = {
    ...parsed,
    shape,
    strides,
    byteOffset: 0,
    byteLength,
    source: memorySource(bytes),
  };
  return [{ kind: 'tensor', layout }];
}

function opaque(what: LocalText): Part[] {
  return [{ kind: 'note', text: what }];
}

/** `scalar(dtype, bytes)`: a number, told as metadata. */
const scalar: Rebuilder = call => {
  const parsed = parseDtype(call.args[0]);
  const bytes = pickledBytes(call.args[1]);
  const isWhole = parsed && bytes?.length === bytesFor(parsed.dtype, 1);
  if (!isWhole) return opaque(t('numpy: a scalar, not shown'));
  const { swapBytes } = parsed.dtype;
  const little = parsed.byteOrder === 'big' ? swapped(bytes, swapBytes) : bytes;
  const text = parsed.dtype.toText(little, 0);
  return [{ kind: 'note', text: typeof text === 'string' ? text : text.join(' + j') }];
};

function swapped(bytes: Uint8Array, width: number): Uint8Array {
  const result = new Uint8Array(bytes.length);
  for (let i = 0; i < bytes.length; i++)
    result[i] = bytes[i - (i % width) + width - 1 - (i % width)]!;
  return result;
}

/** Calls by `module name`, of numpy 1 (`core`) and 2 (`_core`). */
export const NUMPY_REBUILDERS: ReadonlyMap<string, Rebuilder> = new Map(
  ['numpy.core', 'numpy._core'].flatMap((core): [string, Rebuilder][] => [
    [`${core}.multiarray _reconstruct`, reconstructed],
    [`${core}.multiarray scalar`, scalar],
    [`${core}.numeric _frombuffer`, fromBuffer],
  ]),
);
