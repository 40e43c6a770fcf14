import { type FloatPlane, kernelOf, mapPlane, normalised, separable } from './planes';

const SIGMA = 1.5;
const RADIUS = 5;
/** (K1 L)^2 and (K2 L)^2 for values from 0 to 1. */
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;
const WINDOW = normalised(kernelOf(RADIUS, x => Math.exp(-(x * x) / (2 * SIGMA * SIGMA))));

/**
 * The map of structural similarity of two planes of values 0..1: Gaussian window of 11, sigma 1.5,
 * population covariance, mirrored borders. Source: Wang et al. 2004, as scikit-image computes it.
 */
export function ssimMap(a: FloatPlane, b: FloatPlane): FloatPlane {
  const blur = (value: (at: number) => number) =>
    separable(mapPlane(a, value), WINDOW, WINDOW, 'mirror').data;
  const [x, y] = [a.data, b.data];
  const meanA = blur(i => x[i]!);
  const meanB = blur(i => y[i]!);
  const squareA = blur(i => x[i]! * x[i]!);
  const squareB = blur(i => y[i]! * y[i]!);
  const product = blur(i => x[i]! * y[i]!);
  return mapPlane(a, i => {
    const [ma, mb] = [meanA[i]!, meanB[i]!];
    const varianceA = squareA[i]! - ma * ma;
    const varianceB = squareB[i]! - mb * mb;
    const covariance = product[i]! - ma * mb;
    const top = (2 * ma * mb + C1) * (2 * covariance + C2);
    return top / ((ma * ma + mb * mb + C1) * (varianceA + varianceB + C2));
  });
}

/** The mean of a map without its border of 5 pixels; null for a side under 11 pixels. */
export function ssimOf({ width, height, data }: FloatPlane): number | null {
  if (Math.min(width, height) < 2 * RADIUS + 1) return null;
  let sum = 0;
  for (let row = RADIUS; row < height - RADIUS; row++)
    for (let column = RADIUS; column < width - RADIUS; column++) sum += data[row * width + column]!;
  return sum / ((width - 2 * RADIUS) * (height - 2 * RADIUS));
}
