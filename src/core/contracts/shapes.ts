/** Smallest height and width that make a picture by shape alone. */
export const MIN_SIDE = 8;
/** More than this many small square planes are the kernels of a convolution. */
const MAX_KERNEL_SIDE = 32;
const MAX_PICTURES_OF_KERNEL_SIZE = 16;

const FLOATS: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16', 'F64']);

/** Whether a dtype is one of the floats that pictures and latents are kept in. */
export function isFloatDtype(dtype: string): boolean {
  return FLOATS.has(dtype);
}

/** `[2, 77]` marks the words of a prompt, `[1, 768]` is an embedding: few rows, long ones. */
export function isListOfTokens(shape: readonly number[]): boolean {
  const [rows, length] = shape;
  return shape.length === 2 && rows! > 0 && rows! <= 4 && length! >= 8 * rows!;
}

/** Whether a shape of four axes is that of a convolution's weights. */
export function looksLikeKernels(shape: readonly number[]): boolean {
  const [count, , height, width] = shape as [number, number, number, number];
  return height === width && height <= MAX_KERNEL_SIDE && count > MAX_PICTURES_OF_KERNEL_SIZE;
}
