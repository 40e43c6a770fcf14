/** How a picture is resized: torch's `interpolate` modes, without antialiasing. */
export const RESIZE_METHODS = ['bilinear', 'nearest-exact', 'bicubic', 'area'] as const;
/** The name of a resize method. */
export type ResizeMethod = (typeof RESIZE_METHODS)[number];

/** One axis of a separable resize: result i is the sum over t of `weights[t][i] * source[indices[t][i]]`. */
export interface ResampleAxis {
  readonly indices: readonly Int32Array[];
  readonly weights: readonly Float32Array[];
}

/**
 * The taps of one axis, with torch's own arithmetic in float32: pixel centres at half indices
 * (align_corners false), bicubic with a = -0.75 and clamped taps, area as adaptive average pooling.
 */
export function resampleAxis(size: number, newSize: number, method: ResizeMethod): ResampleAxis {
  return TAPS[method](size, newSize);
}

const TAPS: Readonly<Record<ResizeMethod, (size: number, newSize: number) => ResampleAxis>> = {
  bilinear,
  'nearest-exact': nearestExact,
  bicubic,
  area,
};

function axisOf(newSize: number, taps: number) {
  return {
    indices: Array.from({ length: taps }, () => new Int32Array(newSize)),
    weights: Array.from({ length: taps }, () => new Float32Array(newSize)),
  };
}

function scaleOf(size: number, newSize: number): number {
  return Math.fround(size / newSize);
}

/** (i + 0.5) * scale, rounded as float32 arithmetic rounds it. */
function centre(i: number, scale: number): number {
  return Math.fround(Math.fround(i + 0.5) * scale);
}

function nearestExact(size: number, newSize: number): ResampleAxis {
  const axis = axisOf(newSize, 1);
  const scale = scaleOf(size, newSize);
  for (let i = 0; i < newSize; i++) {
    axis.indices[0]![i] = Math.min(size - 1, Math.floor(centre(i, scale)));
    axis.weights[0]![i] = 1;
  }
  return axis;
}

function bilinear(size: number, newSize: number): ResampleAxis {
  const axis = axisOf(newSize, 2);
  const scale = scaleOf(size, newSize);
  for (let i = 0; i < newSize; i++) {
    const place = Math.max(0, Math.fround(centre(i, scale) - 0.5));
    const first = Math.min(size - 1, Math.floor(place));
    const share = Math.min(1, Math.fround(place - first));
    axis.indices[0]![i] = first;
    axis.indices[1]![i] = Math.min(size - 1, first + 1);
    axis.weights[0]![i] = 1 - share;
    axis.weights[1]![i] = share;
  }
  return axis;
}

/** Keys' cubic convolution with the sharpness that torch and OpenCV use. */
const CUBIC = -0.75;

function cubicNear(x: number): number {
  return ((CUBIC + 2) * x - (CUBIC + 3)) * x * x + 1;
}

function cubicFar(x: number): number {
  return ((CUBIC * x - 5 * CUBIC) * x + 8 * CUBIC) * x - 4 * CUBIC;
}

function bicubic(size: number, newSize: number): ResampleAxis {
  const axis = axisOf(newSize, 4);
  const scale = scaleOf(size, newSize);
  for (let i = 0; i < newSize; i++) {
    const place = Math.fround(centre(i, scale) - 0.5);
    const first = Math.floor(place);
    const t = Math.fround(place - first);
    const weights = [cubicFar(t + 1), cubicNear(t), cubicNear(1 - t), cubicFar(2 - t)];
    for (let tap = 0; tap < 4; tap++) {
      axis.indices[tap]![i] = Math.min(size - 1, Math.max(0, first - 1 + tap));
      axis.weights[tap]![i] = weights[tap]!;
    }
  }
  return axis;
}

function area(size: number, newSize: number): ResampleAxis {
  const start = (i: number) => Math.floor((i * size) / newSize);
  const end = (i: number) => Math.ceil(((i + 1) * size) / newSize);
  const counts = Array.from({ length: newSize }, (_, i) => end(i) - start(i));
  const axis = axisOf(
    newSize,
    counts.reduce((a, b) => Math.max(a, b), 1),
  );
  for (let i = 0; i < newSize; i++) {
    for (let tap = 0; tap < axis.indices.length; tap++) {
      const inside = tap < counts[i]!;
      axis.indices[tap]![i] = inside ? start(i) + tap : start(i);
      axis.weights[tap]![i] = inside ? 1 / counts[i]! : 0;
    }
  }
  return axis;
}
