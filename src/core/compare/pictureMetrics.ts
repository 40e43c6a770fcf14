import { readBox } from '../tensor/read';
import { elementCount } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import { type ColorPlanes, flipMap, flipOf } from './flip';
import type { FloatPlane } from './planes';
import { ssimMap, ssimOf } from './ssim';

/** Numbers of two pictures of values 0..1; NaN where a side holds NaN. */
export interface PictureMetrics {
  /** In dB, of the batch's mean square error; Infinity for equal pictures. */
  readonly psnr: number;
  /** Over the finite pairs, where a side holds NaN. */
  readonly psnrFinite?: number;
  /** Mean of the items; null for a side under 11 pixels. */
  readonly ssim: number | null;
  /** Mean of the items, of three channels only. */
  readonly flip?: number;
}

interface Item {
  readonly planes: readonly FloatPlane[];
}

/** Most pixels of one item that the windowed measures take: beside it they need some twenty planes of float64. */
const MAX_WINDOWED = 1 << 24;

/**
 * PSNR, SSIM and FLIP of an IMAGE `[B,H,W,C]` or `[H,W,C]`, or of a MASK `[B,H,W]` or `[H,W]`.
 * @param channels C of an IMAGE; 0 for a MASK
 * @throws TensorFileError when the values cannot be read.
 */
export async function pictureMetrics(
  a: Tensor,
  b: Tensor,
  channels: number,
  signal?: AbortSignal,
): Promise<PictureMetrics> {
  let squares = 0;
  let finite = 0;
  let count = 0;
  const ssims: (number | null)[] = [];
  const flips: number[] = [];
  for await (const [itemA, itemB] of pairsOfItems(a, b, channels, signal)) {
    const errors = squareErrors(itemA, itemB);
    squares += errors.sum;
    finite += errors.finite;
    count += errors.count;
    const hasAll = errors.finite === errors.count;
    const isLarge = itemA.planes[0]!.data.length > MAX_WINDOWED;
    ssims.push(hasAll ? (isLarge ? null : meanSsim(itemA, itemB)) : Number.NaN);
    if (channels === 3 && !isLarge)
      flips.push(hasAll ? flipOf(flipMap(colors(itemA), colors(itemB))) : Number.NaN);
  }
  const psnrFinite = decibels(squares / finite);
  const hasNan = finite < count;
  return {
    psnr: hasNan ? Number.NaN : psnrFinite,
    ...(hasNan && { psnrFinite }),
    ssim: mean(ssims),
    ...(flips.length > 0 && { flip: mean(flips) as number }),
  };
}

function decibels(meanSquare: number): number {
  return 10 * Math.log10(1 / meanSquare);
}

function mean(values: readonly (number | null)[]): number | null {
  if (values.length === 0 || values.includes(null)) return null;
  return (values as number[]).reduce((sum, value) => sum + value, 0) / values.length;
}

function meanSsim(a: Item, b: Item): number | null {
  return mean(a.planes.map((plane, c) => ssimOf(ssimMap(plane, b.planes[c]!))));
}

function colors({ planes }: Item): ColorPlanes {
  return planes as unknown as ColorPlanes;
}

function squareErrors(a: Item, b: Item): { sum: number; finite: number; count: number } {
  let sum = 0;
  let finite = 0;
  let count = 0;
  a.planes.forEach((plane, c) => {
    const other = b.planes[c]!.data;
    count += other.length;
    for (let i = 0; i < other.length; i++) {
      const error = plane.data[i]! - other[i]!;
      if (!Number.isFinite(error)) continue;
      finite++;
      sum += error * error;
    }
  });
  return { sum, finite, count };
}

async function* pairsOfItems(
  a: Tensor,
  b: Tensor,
  channels: number,
  signal?: AbortSignal,
): AsyncGenerator<[Item, Item]> {
  const rank = channels > 0 ? 4 : 3;
  const items = a.shape.length === rank ? a.shape[0]! : 1;
  for (let item = 0; item < items; item++)
    yield [await readItem(a, item, channels, signal), await readItem(b, item, channels, signal)];
}

async function readItem(
  tensor: Tensor,
  item: number,
  channels: number,
  signal?: AbortSignal,
): Promise<Item> {
  const { shape, dtype } = tensor;
  const isBatch = shape.length === (channels > 0 ? 4 : 3);
  const ranges = shape.map((count, axis) =>
    isBatch && axis === 0 ? { start: item, count: 1, step: 1 } : { start: 0, count, step: 1 },
  );
  const size = isBatch ? shape.slice(1) : shape;
  const numbers = dtype.toNumbers(await readBox(tensor, ranges, signal), elementCount(size));
  const [height, width] = [size[0]!, size[1]!];
  const step = Math.max(1, channels);
  return {
    planes: Array.from({ length: step }, (_, channel) => {
      const data = new Float64Array(width * height);
      for (let i = 0; i < data.length; i++) data[i] = numbers[i * step + channel]!;
      return { width, height, data };
    }),
  };
}
