import { t } from '../../l10n';
import type { DType } from '../../tensor/dtype';
import { DTYPES, type DTypeName } from '../../tensor/dtypes';
import { TORCH_DTYPES } from '../../tensor/torchDtypes';
import { withoutValues } from '../../tensor/withoutValues';
import { globalKey, type PickleValue } from '../pickle/value';

/** Other names of the same dtypes, and the quantized types, whose values are read as their integers. */
const ALIASES: Readonly<Record<string, DTypeName>> = {
  double: 'F64',
  float: 'F32',
  half: 'F16',
  long: 'I64',
  int: 'I32',
  short: 'I16',
  cfloat: 'C64',
  cdouble: 'C128',
  qint8: 'I8',
  quint8: 'U8',
  qint32: 'I32',
};

const STORAGE_DTYPES = {
  DoubleStorage: 'float64',
  FloatStorage: 'float32',
  HalfStorage: 'float16',
  BFloat16Storage: 'bfloat16',
  LongStorage: 'int64',
  IntStorage: 'int32',
  ShortStorage: 'int16',
  CharStorage: 'int8',
  ByteStorage: 'uint8',
  BoolStorage: 'bool',
  ComplexFloatStorage: 'complex64',
  ComplexDoubleStorage: 'complex128',
  QInt8Storage: 'qint8',
  QUInt8Storage: 'quint8',
  QInt32Storage: 'qint32',
  QUInt4x2Storage: 'quint4x2',
  QUInt2x4Storage: 'quint2x4',
} as const satisfies Record<string, string>;

/** torch's dtypes that pack or mean something no table here can show, with bits an element. */
const OPAQUE_BITS: ReadonlyMap<string, number> = new Map([
  ['complex32', 32],
  ['chalf', 32],
  ['quint4x2', 4],
  ['quint2x4', 2],
  ['float4_e2m1fn_x2', 8],
  ['bits1x8', 8],
  ['bits2x4', 8],
  ['bits4x2', 8],
  ['bits8', 8],
  ['bits16', 16],
  ...[1, 2, 3, 4, 5, 6, 7].flatMap((bits): [string, number][] => [
    [`int${bits}`, 8],
    [`uint${bits}`, 8],
  ]),
]);

const known: ReadonlyMap<string, DTypeName> = new Map([
  ...Object.entries(TORCH_DTYPES).map(([dtype, name]) => [name, dtype as DTypeName] as const),
  ...Object.entries(ALIASES),
]);
const storages: ReadonlyMap<string, string> = new Map(Object.entries(STORAGE_DTYPES));

/** The dtype of a `torch.<name>`; undefined when torch has no such dtype. */
export function torchDtype(name: string): DType | undefined {
  const plain = known.get(name);
  if (plain) return DTYPES[plain];
  const bits = OPAQUE_BITS.get(name);
  if (bits === undefined) return undefined;
  const swapBytes = Math.max(1, bits / 8);
  const type = { ...DTYPES.U8, name: `torch.${name}`, bits, kind: 'other' as const, swapBytes };
  return withoutValues(type, t`torch.${name} packs its elements in a way that cannot be shown`);
}

/** The dtype that the global `torch.<dtype>` names. */
export function globalDtype(value: PickleValue | undefined): DType | undefined {
  const key = globalKey(value);
  return key?.startsWith('torch ') ? torchDtype(key.slice('torch '.length)) : undefined;
}

/** The element type of a storage class; 'bytes' for an untyped one; undefined for no storage class. */
export function storageDtype(value: PickleValue | undefined): DType | 'bytes' | undefined {
  const [module, name = ''] = globalKey(value)?.split(' ') ?? [];
  if (module !== 'torch' && module !== 'torch.storage' && module !== 'torch.cuda') return undefined;
  if (name === 'UntypedStorage') return 'bytes';
  const dtype = storages.get(name);
  return dtype === undefined ? undefined : torchDtype(dtype);
}
