import { decodeTable, SMALL_FLOATS } from '../../tensor/smallFloats';

/**
 * A type whose elements share scales: `elements` neighbours along the fastest axis lie in `bytes` bytes.
 * Source of layouts and of the order of float32 operations: ggml's quants (ggml-common.h, ggml-quants.c).
 */
export interface BlockType {
  /** ggml's number of the type in a GGUF file. */
  readonly id: number;
  readonly name: string;
  readonly elements: number;
  readonly bytes: number;
  /** Writes one block's values from `to` on, each product and sum rounded to float32; absent where ggml has none. */
  readonly decode?: DecodeBlock;
}

/** Decodes the block that starts at byte `at` into the values from `to` on. */
export type DecodeBlock = (bytes: Uint8Array, at: number, out: Float32Array, to: number) => void;

const HALVES = decodeTable(SMALL_FLOATS.F16);

/** The float16 at a byte. */
export function half(bytes: Uint8Array, at: number): number {
  return HALVES[bytes[at]! | (bytes[at + 1]! << 8)]!;
}

/** The unsigned 16 bits at a byte. */
export function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

/** The unsigned 32 bits at a byte. */
export function u32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) | (u16(bytes, at + 2) << 16)) >>> 0;
}

/** A byte as a signed number. */
export function i8(byte: number): number {
  return (byte << 24) >> 24;
}
