import { TensorFileError } from '../errors';
import { t } from '../l10n';
import type { DType, DTypeKind, NumberArray } from './dtype';
import {
  decodeTable,
  encodeSmallFloat,
  float32Bits,
  SMALL_FLOATS,
  type SmallFloat,
} from './smallFloats';
import { bytesOf, type TypedArrayConstructor, viewOrCopy } from './typedViews';

type Codec = Pick<DType, 'toNumbers' | 'toText' | 'fromNumbers'>;

/** A double as the shortest text that reads back to it, the sign of zero included. */
export function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function integerCodec<T extends NumberArray>(
  Numbers: TypedArrayConstructor<T>,
  min: number,
  max: number,
): Codec {
  const width = Numbers.BYTES_PER_ELEMENT;
  return {
    toNumbers: (bytes, count) => viewOrCopy(Numbers, bytes, count),
    toText: (bytes, index) =>
      String(viewOrCopy(Numbers, bytes.subarray(index * width, (index + 1) * width), 1)[0]),
    fromNumbers: values => {
      const result = new Numbers(values.length);
      for (let i = 0; i < values.length; i++) {
        const value = Math.trunc(values[i]!);
        result[i] = Math.min(max, Math.max(min, value));
      }
      return bytesOf(result);
    },
  };
}

function wideIntegerCodec(signed: boolean): Codec {
  const min = signed ? -(2n ** 63n) : 0n;
  const max = signed ? 2n ** 63n - 1n : 2n ** 64n - 1n;
  return {
    toNumbers: (bytes, count) => {
      const words = viewOrCopy(Uint32Array, bytes, count * 2);
      const result = new Float64Array(count);
      for (let i = 0; i < count; i++) {
        const high = words[2 * i + 1]!;
        // Both products are exact, so the one addition rounds once, to the nearest double.
        result[i] = (signed ? high | 0 : high) * 2 ** 32 + words[2 * i]!;
      }
      return result;
    },
    toText: (bytes, index) =>
      String(
        signed
          ? view(bytes).getBigInt64(index * 8, true)
          : view(bytes).getBigUint64(index * 8, true),
      ),
    fromNumbers: values => {
      const result = new BigUint64Array(values.length);
      values.forEach((value: number, i: number) => {
        if (Number.isNaN(value)) return;
        if (!Number.isFinite(value)) result[i] = BigInt.asUintN(64, value > 0 ? max : min);
        else {
          const integer = BigInt(Math.trunc(value));
          result[i] = BigInt.asUintN(64, integer > max ? max : integer < min ? min : integer);
        }
      });
      return bytesOf(result);
    },
  };
}

const boolCodec: Codec = {
  toNumbers: (bytes, count) => {
    const values = bytes.subarray(0, count);
    return values.every(value => value < 2) ? values : values.map(value => (value ? 1 : 0));
  },
  toText: (bytes, index) => (bytes[index] ? '1' : '0'),
  fromNumbers: values => Uint8Array.from(values, value => (value === 0 ? 0 : 1)),
};

const float32Codec: Codec = {
  toNumbers: (bytes, count) => viewOrCopy(Float32Array, bytes, count),
  toText: (bytes, index) => numberText(view(bytes).getFloat32(index * 4, true)),
  fromNumbers: values => bytesOf(Float32Array.from(values)),
};

const float64Codec: Codec = {
  toNumbers: (bytes, count) => viewOrCopy(Float64Array, bytes, count),
  toText: (bytes, index) => numberText(view(bytes).getFloat64(index * 8, true)),
  fromNumbers: values => bytesOf(Float64Array.from(values)),
};

function complexCodec(part: Codec, partBytes: number): Codec {
  return {
    toNumbers: (bytes, count) => part.toNumbers(bytes, count * 2),
    toText: (bytes, index) => {
      const pair = bytes.subarray(index * 2 * partBytes, (index + 1) * 2 * partBytes);
      return [part.toText(pair, 0) as string, part.toText(pair, 1) as string];
    },
    fromNumbers: part.fromNumbers,
  };
}

const bfloat16Codec: Codec = {
  toNumbers: (bytes, count) => {
    const codes = viewOrCopy(Uint16Array, bytes, count);
    const bits = new Uint32Array(count);
    for (let i = 0; i < count; i++) bits[i] = codes[i]! << 16;
    return new Float32Array(bits.buffer);
  },
  toText: (bytes, index) => {
    const widened = new DataView(new ArrayBuffer(4));
    widened.setUint16(0, view(bytes).getUint16(index * 2, true));
    return numberText(widened.getFloat32(0));
  },
  fromNumbers: values => {
    const result = new Uint16Array(values.length);
    for (let i = 0; i < values.length; i++) {
      const bits = float32Bits(values[i]!);
      const isNan = (bits & 0x7fffffff) > 0x7f800000;
      result[i] = isNan ? 0x7fc0 : (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
    }
    return bytesOf(result);
  },
};

function smallFloatCodec(layout: SmallFloat): Codec {
  const wide = layout.bits === 16;
  const codesOf = (bytes: Uint8Array, count: number) =>
    wide ? viewOrCopy(Uint16Array, bytes, count) : bytes;
  return {
    toNumbers: (bytes, count) => {
      const table = decodeTable(layout);
      const codes = codesOf(bytes, count);
      const result = new Float32Array(count);
      for (let i = 0; i < count; i++) result[i] = table[codes[i]!]!;
      return result;
    },
    toText: (bytes, index) =>
      numberText(
        decodeTable(layout)[wide ? view(bytes).getUint16(index * 2, true) : bytes[index]!]!,
      ),
    fromNumbers: values => {
      const result = wide ? new Uint16Array(values.length) : new Uint8Array(values.length);
      for (let i = 0; i < values.length; i++) result[i] = encodeSmallFloat(layout, values[i]!)!;
      return bytesOf(result);
    },
  };
}

const float4Codec: Codec = {
  toNumbers: (bytes, count) => {
    const table = decodeTable(SMALL_FLOATS.F4);
    const result = new Float32Array(count);
    for (let i = 0; i < count; i++) result[i] = table[nibble(bytes, i)]!;
    return result;
  },
  toText: (bytes, index) => numberText(decodeTable(SMALL_FLOATS.F4)[nibble(bytes, index)]!),
  fromNumbers: values => {
    const result = new Uint8Array(Math.ceil(values.length / 2));
    for (let i = 0; i < values.length; i++) {
      const code = encodeSmallFloat(SMALL_FLOATS.F4, values[i]!);
      if (code === null)
        throw new TensorFileError(t`F4 has no NaN: element ${i} cannot be written`);
      result[i >> 1]! |= i % 2 ? code << 4 : code;
    }
    return result;
  },
};

/** Element 2k of an F4 tensor is the low half of byte k. */
function nibble(bytes: Uint8Array, index: number): number {
  const byte = bytes[index >> 1]!;
  return index % 2 ? byte >> 4 : byte & 15;
}

const exponentCodec: Codec = {
  toNumbers: (bytes, count) =>
    Float32Array.from(bytes.subarray(0, count), code => (code === 0xff ? NaN : 2 ** (code - 127))),
  toText: (bytes, index) =>
    bytes[index] === 0xff ? 'NaN' : numberText(2 ** (bytes[index]! - 127)),
  fromNumbers: values => Uint8Array.from(values, exponentCode),
};

/** Nearest power of two, halfway up for normals: torch's cast; the sign is dropped, Inf gives NaN. */
function exponentCode(value: number): number {
  const bits = float32Bits(value);
  const exponent = (bits >>> 23) & 0xff;
  if (exponent === 0xff) return 0xff;
  const mantissa = bits & 0x7fffff;
  const roundsUp = exponent > 0 ? mantissa >= 0x400000 : mantissa > 0x400000;
  return roundsUp ? exponent + 1 : exponent;
}

function refusingCodec(name: string): Codec {
  const refuse = (): never => {
    throw new TensorFileError(
      t`${name} packs its elements in an order that no specification defines: its values cannot be shown`,
      {},
      { rule: 'file/unknown-dtype' },
    );
  };
  return { toNumbers: refuse, toText: refuse, fromNumbers: refuse };
}

function dtype(name: string, bits: number, kind: DTypeKind, codec: Codec): DType {
  const swapBytes = kind === 'complex' ? bits / 16 : Math.max(1, bits / 8);
  return { name, bits, kind, swapBytes, decodable: bits !== 6, ...codec };
}

/** The one table of dtypes: width, kind, decoding, encoding. Sources: safetensors' Dtype, torch's casts. */
export const DTYPES = {
  BOOL: dtype('BOOL', 8, 'bool', boolCodec),
  U8: dtype('U8', 8, 'uint', integerCodec(Uint8Array, 0, 255)),
  I8: dtype('I8', 8, 'int', integerCodec(Int8Array, -128, 127)),
  U16: dtype('U16', 16, 'uint', integerCodec(Uint16Array, 0, 2 ** 16 - 1)),
  I16: dtype('I16', 16, 'int', integerCodec(Int16Array, -(2 ** 15), 2 ** 15 - 1)),
  U32: dtype('U32', 32, 'uint', integerCodec(Uint32Array, 0, 2 ** 32 - 1)),
  I32: dtype('I32', 32, 'int', integerCodec(Int32Array, -(2 ** 31), 2 ** 31 - 1)),
  U64: dtype('U64', 64, 'uint', wideIntegerCodec(false)),
  I64: dtype('I64', 64, 'int', wideIntegerCodec(true)),
  F16: dtype('F16', 16, 'float', smallFloatCodec(SMALL_FLOATS.F16)),
  BF16: dtype('BF16', 16, 'float', bfloat16Codec),
  F32: dtype('F32', 32, 'float', float32Codec),
  F64: dtype('F64', 64, 'float', float64Codec),
  F8_E4M3: dtype('F8_E4M3', 8, 'float', smallFloatCodec(SMALL_FLOATS.F8_E4M3)),
  F8_E5M2: dtype('F8_E5M2', 8, 'float', smallFloatCodec(SMALL_FLOATS.F8_E5M2)),
  F8_E4M3FNUZ: dtype('F8_E4M3FNUZ', 8, 'float', smallFloatCodec(SMALL_FLOATS.F8_E4M3FNUZ)),
  F8_E5M2FNUZ: dtype('F8_E5M2FNUZ', 8, 'float', smallFloatCodec(SMALL_FLOATS.F8_E5M2FNUZ)),
  F8_E8M0: dtype('F8_E8M0', 8, 'float', exponentCodec),
  F4: dtype('F4', 4, 'float', float4Codec),
  F6_E2M3: dtype('F6_E2M3', 6, 'float', refusingCodec('F6_E2M3')),
  F6_E3M2: dtype('F6_E3M2', 6, 'float', refusingCodec('F6_E3M2')),
  C64: dtype('C64', 64, 'complex', complexCodec(float32Codec, 4)),
  C128: dtype('C128', 128, 'complex', complexCodec(float64Codec, 8)),
} as const;

/** The name of a dtype of the table. */
export type DTypeName = keyof typeof DTYPES;

const byName: ReadonlyMap<string, DType> = new Map(Object.entries(DTYPES));

/** The dtype of a name; undefined for names outside the table, `__proto__` and `toString` included. */
export function dtypeOf(name: string): DType | undefined {
  return byName.get(name);
}
