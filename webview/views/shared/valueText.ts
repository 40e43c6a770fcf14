import { shortText } from '../../../src/core/tensor/shortText';
import { encodeSmallFloat, SMALL_FLOATS } from '../../../src/core/tensor/smallFloats';
import type { ValueText } from '../../../src/core/tensor/values';

/** The ways to write a value. */
export const VALUE_FORMATS = ['exact', 'fixed', 'scientific', 'hex'] as const;
/** One of them. */
export type ValueFormat = (typeof VALUE_FORMATS)[number];

/** A value of the engine as text in the format that a user chose; text that is no number stays as it is. */
export function formatValue(value: ValueText, format: ValueFormat, dtype: string): string {
  if (typeof value === 'string') return FORMATS[format](value, dtype);
  const [re, im] = value.map(part => FORMATS[format](part, dtype)) as [string, string];
  return `${re}${im.startsWith('-') ? '' : '+'}${im}i`;
}

/** A value as it is stored, and its bits where they are one word: for who points at it. */
export function valueHint(value: ValueText, dtype: string): string {
  const text = formatValue(value, 'exact', dtype);
  const bits = typeof value === 'string' ? hexBits(value, dtype) : null;
  return bits === null ? text : `${text} · ${bits}`;
}

const FORMATS: Readonly<Record<ValueFormat, (text: string, dtype: string) => string>> = {
  exact: shortText,
  fixed: text => asNumber(text, value => value.toFixed(6)),
  scientific: text => asNumber(text, value => value.toExponential(6)),
  hex: (text, dtype) => hexBits(text, dtype) ?? shortText(text, dtype),
};

function asNumber(text: string, write: (value: number) => string): string {
  const value = Number(text);
  return Number.isFinite(value) && text !== '' ? write(value) : text;
}

const INTEGER_BITS: Readonly<Record<string, number>> = {
  BOOL: 8,
  U8: 8,
  I8: 8,
  U16: 16,
  I16: 16,
  U32: 32,
  I32: 32,
  U64: 64,
  I64: 64,
};

/** The element's bits as hexadecimal, or null for types without a single word of bits. */
export function hexBits(text: string, dtype: string): string | null {
  const width = INTEGER_BITS[dtype];
  if (width !== undefined && /^-?\d+$/.test(text))
    return hex(BigInt.asUintN(width, BigInt(text)), width);
  const value = Number(text);
  if (Number.isNaN(value) && text !== 'NaN') return null;
  const view = new DataView(new ArrayBuffer(8));
  if (dtype === 'F64') {
    view.setFloat64(0, value);
    return hex(view.getBigUint64(0), 64);
  }
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  if (dtype === 'F32') return hex(BigInt(bits), 32);
  if (dtype === 'BF16') return hex(BigInt(bits >>> 16), 16);
  if (!Object.hasOwn(SMALL_FLOATS, dtype)) return null;
  const layout = SMALL_FLOATS[dtype as keyof typeof SMALL_FLOATS];
  const code = encodeSmallFloat(layout, value);
  return code === null ? null : hex(BigInt(code), layout.bits);
}

function hex(bits: bigint, width: number): string {
  return `0x${bits.toString(16).padStart(Math.ceil(width / 4), '0')}`;
}
