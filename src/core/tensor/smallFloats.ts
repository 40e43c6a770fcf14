/** How a float of 16 bits or fewer is laid out: sign, exponent, mantissa, from the top. */
export interface SmallFloat {
  readonly bits: number;
  readonly mantissaBits: number;
  readonly bias: number;
  /** Codes (sign cleared) from here on are not finite; `Infinity` where all are finite. */
  readonly firstNotFinite: number;
  /** The code of +Inf; null where the type has none. */
  readonly infinity: number | null;
  /** The one code that is NaN in the FNUZ forms, which have no negative zero. */
  readonly fnuzNan: number | null;
  /** What a finite value past the largest becomes, sign cleared. */
  readonly overflow: number;
  /** The code written for NaN, sign cleared; null where the type has none. */
  readonly nan: number | null;
}

/** Layouts: OCP 8-bit and MX specifications, IEEE 754 binary16, and the FNUZ forms of AMD and Graphcore. */
export const SMALL_FLOATS = {
  F16: {
    bits: 16,
    mantissaBits: 10,
    bias: 15,
    firstNotFinite: 0x7c00,
    infinity: 0x7c00,
    fnuzNan: null,
    overflow: 0x7c00,
    nan: 0x7e00,
  },
  F8_E4M3: {
    bits: 8,
    mantissaBits: 3,
    bias: 7,
    firstNotFinite: 0x7f,
    infinity: null,
    fnuzNan: null,
    overflow: 0x7f,
    nan: 0x7f,
  },
  F8_E5M2: {
    bits: 8,
    mantissaBits: 2,
    bias: 15,
    firstNotFinite: 0x7c,
    infinity: 0x7c,
    fnuzNan: null,
    overflow: 0x7c,
    nan: 0x7f,
  },
  F8_E4M3FNUZ: {
    bits: 8,
    mantissaBits: 3,
    bias: 8,
    firstNotFinite: Infinity,
    infinity: null,
    fnuzNan: 0x80,
    overflow: 0x80,
    nan: 0x80,
  },
  F8_E5M2FNUZ: {
    bits: 8,
    mantissaBits: 2,
    bias: 16,
    firstNotFinite: Infinity,
    infinity: null,
    fnuzNan: 0x80,
    overflow: 0x80,
    nan: 0x80,
  },
  F4: {
    bits: 4,
    mantissaBits: 1,
    bias: 1,
    firstNotFinite: Infinity,
    infinity: null,
    fnuzNan: null,
    overflow: 0x7,
    nan: null,
  },
} as const satisfies Record<string, SmallFloat>;

/** The value of one code; every code of 16 bits or fewer is exact in a double. */
function decodeSmallFloat(layout: SmallFloat, code: number): number {
  if (code === layout.fnuzNan) return NaN;
  const signBit = 2 ** (layout.bits - 1);
  const magnitude = code & (signBit - 1);
  const sign = code & signBit ? -1 : 1;
  if (magnitude >= layout.firstNotFinite) {
    return magnitude === layout.infinity ? sign * Infinity : NaN;
  }
  const exponent = magnitude >> layout.mantissaBits;
  const mantissa = (magnitude & (2 ** layout.mantissaBits - 1)) / 2 ** layout.mantissaBits;
  return exponent === 0
    ? sign * mantissa * 2 ** (1 - layout.bias)
    : sign * (1 + mantissa) * 2 ** (exponent - layout.bias);
}

const tables = new Map<SmallFloat, Float32Array<ArrayBuffer>>();

/** The values of all codes, made on first use (256 KiB for F16). */
export function decodeTable(layout: SmallFloat): Float32Array<ArrayBuffer> {
  let table = tables.get(layout);
  if (!table) {
    table = Float32Array.from({ length: 2 ** layout.bits }, (_, code) =>
      decodeSmallFloat(layout, code),
    );
    tables.set(layout, table);
  }
  return table;
}

const asFloat = new Float32Array(1);
const asBits = new Uint32Array(asFloat.buffer);

/** The bits of a value rounded to float32. */
export function float32Bits(value: number): number {
  asFloat[0] = value;
  return asBits[0]!;
}

/** The code nearest to a value, ties to even; NaN is null where the type has none. */
export function encodeSmallFloat(layout: SmallFloat, value: number): number | null {
  const bits = float32Bits(value);
  const sign = bits >>> 31 ? 2 ** (layout.bits - 1) : 0;
  const magnitude = Math.abs(asFloat[0]!);
  if (layout.fnuzNan !== null) {
    const code = magnitude === Infinity ? layout.overflow : finiteCode(layout, magnitude, bits);
    return code === 0 || code === layout.fnuzNan ? code : code | sign;
  }
  if (Number.isNaN(magnitude)) return layout.nan === null ? null : layout.nan | sign;
  const code = magnitude === Infinity ? layout.overflow : finiteCode(layout, magnitude, bits);
  return code | sign;
}

function finiteCode(layout: SmallFloat, magnitude: number, float32: number): number {
  if (Number.isNaN(magnitude)) return layout.nan ?? 0;
  const smallestExponent = 1 - layout.bias;
  const exponent = Math.max(((float32 >>> 23) & 0xff) - 127, smallestExponent);
  const scaled = magnitude / 2 ** (exponent - layout.mantissaBits);
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
  // A carry out of the mantissa steps the exponent by itself, as the codes are in order of value.
  const code = (exponent - smallestExponent) * 2 ** layout.mantissaBits + rounded;
  const last = Math.min(layout.firstNotFinite, 2 ** (layout.bits - 1)) - 1;
  return code > last ? layout.overflow : code;
}
