import type { DtypeClass, Value } from '../domain/value';

const CLASSES: Readonly<Record<string, DtypeClass>> = {
  float: 'float',
  float32: 'float',
  float64: 'float',
  double: 'float',
  float16: 'half',
  half: 'half',
  bfloat16: 'half',
  uint8: 'uint8',
  ubyte: 'uint8',
  int8: 'int',
  int16: 'int',
  int32: 'int',
  int64: 'int',
  uint16: 'int',
  uint32: 'int',
  int: 'int',
  long: 'int',
  short: 'int',
  bool: 'bool',
  bool_: 'bool',
};

/** The class of `torch.float32`, `np.uint8`, `"float32"` or the builtin `float`; null when not known. */
export function dtypeOfValue(value: Value | undefined): DtypeClass | null {
  const name =
    value?.kind === 'module'
      ? value.path.split('.').at(-1)
      : value?.kind === 'string'
        ? value.value
        : undefined;
  return (name && CLASSES[name]) || null;
}

/** Whether a value surely names a dtype. */
export const isDtype = (value: Value | undefined): boolean => dtypeOfValue(value) !== null;
