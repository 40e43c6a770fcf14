import { KERNELS_WASM_BASE64 } from './kernelsWasm';

/** Writes `rows` x `columns` elements at `from` to `to` as `columns` x `rows`. */
export type Transpose = (from: number, rows: number, columns: number, to: number) => void;

/** The WebAssembly SIMD kernels of kernels/kernels.ts; every number is a byte offset, a count or a flag. */
interface Kernels {
  readonly memory: { readonly buffer: ArrayBuffer };
  extentF32(values: number, count: number, state: number): number;
  extentF64(values: number, count: number, state: number): number;
  spreadF32(values: number, count: number, frame: number, counts: number, edges: number): number;
  spreadF64(values: number, count: number, frame: number, counts: number, edges: number): number;
  extentI64(values: number, count: number, flip: bigint, state: number): void;
  convertI64(values: number, count: number, isSigned: boolean): void;
  transpose8: Transpose;
  transpose16: Transpose;
  transpose32: Transpose;
  transpose64: Transpose;
  transpose128: Transpose;
  levelsF32(levels: number, count: number, out: number, isMask: boolean): void;
  latentRgbF32(
    values: number,
    stride: number,
    count: number,
    steps: number,
    channels: number,
    bias: number,
    out: number,
  ): void;
  sumRunsF32(
    values: number,
    start: number,
    ends: number,
    runs: number,
    sums: number,
    range: number,
  ): number;
}

/** Where things lie in the kernels' memory of 10 MiB. */
export const KERNEL_MEMORY = {
  state: 2048,
  frame: 4096,
  edges: 65_536,
  counts: 655_360,
  sums: 65_536,
  ends: 655_360,
  values: 2_097_152,
} as const;

/** Bytes of values that fit at `KERNEL_MEMORY.values`. */
export const KERNEL_VALUE_BYTES = 8 * 1024 * 1024;
/** Bins that fit at `edges` and, four times, at `counts`. */
export const KERNEL_MAX_BINS = 65_536;

/** Views of the kernels' memory, made once: it never grows. */
export interface KernelViews {
  readonly kernels: Kernels;
  readonly bytes: Uint8Array;
  readonly i32: Int32Array;
  readonly u32: Uint32Array;
  readonly i64: BigInt64Array;
  readonly f32: Float32Array;
  readonly f64: Float64Array;
}

let loaded: KernelViews | null | undefined;

/** The kernels of this thread; null on machines without WebAssembly SIMD, where plain loops take over. */
export function loadKernels(): KernelViews | null {
  if (loaded === undefined) loaded = instantiate();
  return loaded;
}

/** Lets a test take the plain loops: the answers must be the same. */
export function withoutKernels<T>(work: () => T): T {
  const kept = loaded;
  loaded = null;
  try {
    return work();
  } finally {
    loaded = kept;
  }
}

function instantiate(): KernelViews | null {
  try {
    const binary = Uint8Array.from(atob(KERNELS_WASM_BASE64), char => char.charCodeAt(0));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(binary));
    const kernels = instance.exports as unknown as Kernels;
    const { buffer } = kernels.memory;
    return {
      kernels,
      bytes: new Uint8Array(buffer),
      i32: new Int32Array(buffer),
      u32: new Uint32Array(buffer),
      i64: new BigInt64Array(buffer),
      f32: new Float32Array(buffer),
      f64: new Float64Array(buffer),
    };
  } catch {
    return null;
  }
}
