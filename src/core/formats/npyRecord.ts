import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { DType } from '../tensor/dtype';
import { cStrides, elementCount } from '../tensor/slice';
import { textOnlyType } from './npyTextTypes';
import { MAX_ITEM_BYTES, type NpyType, scalarType } from './npyTypes';
import type { PythonValue } from './pythonLiteral';
import { pythonRepr } from './pythonString';

/** Items of a sub-array that are turned into text, along each of its axes; the rest is counted. */
const MAX_SHOWN_ITEMS = 1000;

interface Field {
  readonly name: string;
  readonly byteOffset: number;
  readonly type: NpyType;
  /** The sub-array's shape; empty for one element. */
  readonly shape: readonly number[];
}

/**
 * The type that a header's `descr` describes: a string, or a list of fields
 * `(name, descr[, shape])` where a name may be `(title, name)` and `('', '|Vn')` is padding.
 * @throws TensorFileError for what numpy does not take, and for object arrays.
 */
export function descrType(descr: PythonValue): NpyType {
  if (descr.kind === 'str') return scalarType(descr.value);
  if (descr.kind === 'tuple') {
    const { type, shape } = readSubArray(descr.items);
    if (elementCount(shape) === 1) return type;
    throw new TensorFileError(
      t('The dtype in the header is a sub-array, which only a field can be'),
    );
  }
  if (descr.kind !== 'list') {
    throw new TensorFileError(
      t`The dtype in the header is a ${descr.kind}: expected text or fields`,
    );
  }
  return recordType(descr.items);
}

function recordType(items: readonly PythonValue[]): NpyType {
  const fields: Field[] = [];
  const names = new Set<string>();
  const descrs: string[] = [];
  let byteOffset = 0;
  for (const item of items) {
    const { name, title, type, shape } = readField(item);
    // numpy takes any nameless sub-array for padding, too.
    const isPadding = name === '' && (shape.length > 0 || /^\|V\d+$/.test(type.descr));
    if (!isPadding) {
      for (const label of title === undefined ? [name] : [title, name]) {
        if (names.has(label))
          throw new TensorFileError(t`The field name "${label}" is there twice`);
        names.add(label);
      }
      fields.push({ name, byteOffset, type, shape });
    }
    descrs.push(fieldDescr(name, title, type, shape));
    byteOffset += type.itemBytes * elementCount(shape);
    if (byteOffset > MAX_ITEM_BYTES) {
      throw new TensorFileError(t('A record is larger than 2 GiB, which numpy does not allow'));
    }
  }
  const descr = `[${descrs.join(', ')}]`;
  return {
    dtype: recordDType(descr, byteOffset, fields),
    byteOrder: 'little',
    descr,
    itemBytes: byteOffset,
  };
}

function fieldDescr(
  name: string,
  title: string | undefined,
  type: NpyType,
  shape: readonly number[],
): string {
  const label =
    title === undefined ? pythonRepr(name) : `(${pythonRepr(title)}, ${pythonRepr(name)})`;
  const inner = type.descr.startsWith('[') ? type.descr : pythonRepr(type.descr);
  if (shape.length === 0) return `(${label}, ${inner})`;
  return `(${label}, ${inner}, (${shape.join(', ')}${shape.length === 1 ? ',' : ''}))`;
}

function readField(item: PythonValue) {
  const isSequence = item.kind === 'tuple' || item.kind === 'list';
  if (!isSequence || item.items.length < 2 || item.items.length > 3) {
    throw new TensorFileError(t('A field of the dtype is not (name, type) or (name, type, shape)'));
  }
  const [label, descr, shape] = item.items as [PythonValue, PythonValue, PythonValue | undefined];
  const { name, title } = readLabel(label);
  const base =
    descr.kind === 'tuple' ? readSubArray(descr.items) : { type: descrType(descr), shape: [] };
  if (shape && base.type.itemBytes === 0 && /^[|<>][SUV]/.test(base.type.descr)) {
    throw new TensorFileError(t('A sub-array of the dtype has elements without a size'));
  }
  return { name, title, type: base.type, shape: [...readShape(shape), ...base.shape] };
}

/** A sub-array may also be written as `(descr, shape)` in place of the type. */
function readSubArray(items: readonly PythonValue[]): { type: NpyType; shape: number[] } {
  if (items.length !== 2)
    throw new TensorFileError(t('A sub-array of the dtype is not (type, shape)'));
  const inner = items[0]!;
  const base =
    inner.kind === 'tuple' ? readSubArray(inner.items) : { type: descrType(inner), shape: [] };
  return { type: base.type, shape: [...readShape(items[1]), ...base.shape] };
}

function readLabel(label: PythonValue): { name: string; title?: string } {
  if (label.kind === 'str') return { name: label.value };
  const [title, name] = label.kind === 'tuple' ? label.items : [];
  const isPair = label.kind === 'tuple' && label.items.length === 2;
  if (isPair && title?.kind === 'str' && name?.kind === 'str') {
    return { name: name.value, title: title.value };
  }
  throw new TensorFileError(t('A field of the dtype has a name that is not text'));
}

function readShape(shape: PythonValue | undefined): number[] {
  if (shape === undefined) return [];
  const isSequence = shape.kind === 'tuple' || shape.kind === 'list';
  const sizes = isSequence ? shape.items : [shape];
  // numpy takes the plain number 1 for no sub-array.
  if (shape.kind === 'int' && shape.value === 1n) return [];
  return sizes.map(size => {
    if (size.kind !== 'int' || size.value < 0n || size.value > BigInt(MAX_ITEM_BYTES)) {
      throw new TensorFileError(
        t('A sub-array of the dtype has a size that is not a whole number from 0'),
      );
    }
    return Number(size.value);
  });
}

/** Records keep their bytes as they are stored: each field knows its own byte order. */
function recordDType(descr: string, itemBytes: number, fields: readonly Field[]): DType {
  return textOnlyType(descr, itemBytes, 1, element => {
    const parts = fields.map(field => {
      const bytes = element.subarray(field.byteOffset);
      return `${JSON.stringify(field.name)}: ${arrayText(field, field.shape, bytes, 0)}`;
    });
    return `{${parts.join(', ')}}`;
  });
}

function arrayText(
  field: Field,
  shape: readonly number[],
  bytes: Uint8Array,
  element: number,
): string {
  if (shape.length === 0) return elementText(field.type, bytes, element);
  const [size, ...inner] = shape as [number, ...number[]];
  const stride = cStrides(shape)[0]!;
  const shown = Math.min(size, MAX_SHOWN_ITEMS);
  const parts = Array.from({ length: shown }, (_, i) =>
    arrayText(field, inner, bytes, element + i * stride),
  );
  if (shown < size) parts.push(t`… ${size - shown} more`);
  return `[${parts.join(', ')}]`;
}

function elementText(type: NpyType, bytes: Uint8Array, index: number): string {
  const { dtype, itemBytes } = type;
  const element = bytes.slice(index * itemBytes, (index + 1) * itemBytes);
  if (type.byteOrder === 'big') {
    for (let at = 0; at < element.length; at += dtype.swapBytes) {
      element.subarray(at, at + dtype.swapBytes).reverse();
    }
  }
  const text = dtype.toText(element, 0);
  if (Array.isArray(text)) return `[${text.join(', ')}]`;
  return dtype.kind === 'other' && !type.descr.startsWith('[') ? JSON.stringify(text) : text;
}
