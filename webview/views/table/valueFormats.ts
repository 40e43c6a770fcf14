import { encodeSmallFloat, SMALL_FLOATS } from '../../../src/core/tensor/smallFloats';

/** The ways to write a value. */
export const VALUE_FORMATS = ['exact', 'fixed', 'scientific', 'hex'] as const;
/** One of them. */
export type ValueFormat = (typeof VALUE_FORMATS)[number];

/** An exact value's text in the format that a user chose; text that is no number stays as it is. */
export function formatValue(text: string, format: ValueFormat, dtype: string): string {
  if (format === 'exact') return text;
  if (format === 'hex') return hexBits(text, dtype) ?? text;
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return format === 'fixed' ? value.toFixed(6) : value.toExponential(6);
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
