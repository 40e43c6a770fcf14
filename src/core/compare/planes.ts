/** One channel of a picture in float64, row by row. */
export interface FloatPlane {
  readonly width: number;
  readonly height: number;
  readonly data: Float64Array;
}

/** How a filter goes on beyond the picture: `mirror` is d c b a | a b c d, `edge` repeats the last value. */
type Border = 'mirror' | 'edge';

const INDEX: Readonly<Record<Border, (at: number, size: number) => number>> = {
  edge: (at, size) => Math.min(size - 1, Math.max(0, at)),
  mirror: (at, size) => {
    const period = 2 * size;
    const within = ((at % period) + period) % period;
    return within < size ? within : period - 1 - within;
  },
};

/** A picture of the same size from one number a pixel. */
export function mapPlane(plane: FloatPlane, value: (at: number) => number): FloatPlane {
  const data = new Float64Array(plane.data.length);
  for (let i = 0; i < data.length; i++) data[i] = value(i);
  return { ...plane, data };
}

/**
 * Correlates with `across` along rows and `down` along columns; both have an odd length.
 */
export function separable(
  plane: FloatPlane,
  across: Float64Array,
  down: Float64Array,
  border: Border,
): FloatPlane {
  const { width, height } = plane;
  const rows = filterLines(plane.data, across, border, {
    lines: height,
    length: width,
    lineStep: width,
    step: 1,
  });
  const data = filterLines(rows, down, border, {
    lines: width,
    length: height,
    lineStep: 1,
    step: width,
  });
  return { width, height, data };
}

interface Lines {
  readonly lines: number;
  readonly length: number;
  readonly lineStep: number;
  readonly step: number;
}

function filterLines(
  data: Float64Array,
  kernel: Float64Array,
  border: Border,
  { lines, length, lineStep, step }: Lines,
): Float64Array {
  const radius = kernel.length >> 1;
  const out = new Float64Array(data.length);
  const padded = new Float64Array(length + 2 * radius);
  const source = Int32Array.from({ length: padded.length }, (_, i) =>
    INDEX[border](i - radius, length),
  );
  for (let line = 0; line < lines; line++) {
    const base = line * lineStep;
    for (let i = 0; i < padded.length; i++) padded[i] = data[base + source[i]! * step]!;
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < kernel.length; k++) sum += kernel[k]! * padded[i + k]!;
      out[base + i * step] = sum;
    }
  }
  return out;
}

/** Values of `f` at -radius to radius. */
export function kernelOf(radius: number, f: (x: number) => number): Float64Array {
  return Float64Array.from({ length: 2 * radius + 1 }, (_, i) => f(i - radius));
}

/** The same, so that its values sum to 1. */
export function normalised(kernel: Float64Array): Float64Array {
  const sum = kernel.reduce((total, value) => total + value, 0);
  return kernel.map(value => value / sum);
}
