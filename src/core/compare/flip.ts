import { type FloatPlane, kernelOf, mapPlane, separable } from './planes';

/** Three planes of one picture: colours, in whatever space. */
export type ColorPlanes = readonly [FloatPlane, FloatPlane, FloatPlane];

const PIXELS_PER_DEGREE = 67;
/** Exponents and the mapping of colour differences (the paper, sections 4.1 and 4.3). */
const COLOR_EXPONENT = 0.7;
const FEATURE_EXPONENT = 0.5;
const KNEE_FROM = 0.4;
const KNEE_TO = 0.95;
/** Width of the features that count, in degrees. */
const FEATURE_WIDTH = 0.082;

/** Contrast sensitivity as sums of Gaussians for luminance, red-green and blue-yellow (section 4.1, table 1). */
const SENSITIVITY = [
  [[1, 0.0047]],
  [[1, 0.0053]],
  [
    [34.1, 0.04],
    [13.5, 0.025],
  ],
] as const;
const WIDEST = 0.04;

/** Linear RGB (sRGB primaries, D65) to XYZ. */
const RGB_TO_XYZ = [
  [10135552 / 24577794, 8788810 / 24577794, 4435075 / 24577794],
  [2613072 / 12288897, 8788810 / 12288897, 887015 / 12288897],
  [1425312 / 73733382, 8788810 / 73733382, 70074185 / 73733382],
] as const;
const XYZ_TO_RGB = [
  [3.241003275, -1.537398934, -0.498615861],
  [-0.969224334, 1.87592998, 0.041554224],
  [0.055639423, -0.204011202, 1.057148933],
] as const;
const WHITE = RGB_TO_XYZ.map(row => row[0] + row[1] + row[2]) as [number, number, number];

type Triple = [number, number, number];

/**
 * The map of perceived differences of two sRGB-coded pictures of values 0..1, at 67 pixels a degree; 0 is
 * none, 1 the largest. Source: Andersson et al., "FLIP: A Difference Evaluator for Alternating Images", 2020.
 */
export function flipMap(reference: ColorPlanes, test: ColorPlanes): FloatPlane {
  const opponentA = toOpponent(reference);
  const opponentB = toOpponent(test);
  const colorA = toHuntLab(filtered(opponentA));
  const colorB = toHuntLab(filtered(opponentB));
  const features = featureDifference(opponentA[0], opponentB[0]);
  return mapPlane(reference[0], i => {
    const distance = hyab(at(colorA, i), at(colorB, i)) ** COLOR_EXPONENT;
    return redistribute(distance) ** (1 - features[i]!);
  });
}

/** The mean of a map. */
export function flipOf({ data }: FloatPlane): number {
  return data.reduce((sum, value) => sum + value, 0) / data.length;
}

function at(planes: ColorPlanes, i: number): Triple {
  return [planes[0].data[i]!, planes[1].data[i]!, planes[2].data[i]!];
}

function mapColors(planes: ColorPlanes, map: (color: Triple) => Triple): ColorPlanes {
  const out = planes.map(plane => ({ ...plane, data: new Float64Array(plane.data.length) }));
  for (let i = 0; i < planes[0].data.length; i++) {
    const color = map(at(planes, i));
    for (let c = 0; c < 3; c++) out[c]!.data[i] = color[c]!;
  }
  return out as unknown as ColorPlanes;
}

function times(matrix: readonly (readonly number[])[], [x, y, z]: Triple): Triple {
  return matrix.map(row => row[0]! * x + row[1]! * y + row[2]! * z) as Triple;
}

function linear(value: number): number {
  const clipped = Math.min(1, Math.max(0, value));
  return clipped > 0.04045 ? ((clipped + 0.055) / 1.055) ** 2.4 : clipped / 12.92;
}

/** sRGB to Y, Cx, Cz: linear in light, with luminance and two opponent colours. */
function toOpponent(planes: ColorPlanes): ColorPlanes {
  return mapColors(planes, color => {
    const [x, y, z] = relativeXyz(color.map(linear) as Triple);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  });
}

function relativeXyz(rgb: Triple): Triple {
  const xyz = times(RGB_TO_XYZ, rgb);
  return [xyz[0] / WHITE[0], xyz[1] / WHITE[1], xyz[2] / WHITE[2]];
}

function fromOpponent([luminance, cx, cz]: Triple): Triple {
  const y = (luminance + 16) / 116;
  const xyz: Triple = [(cx / 500 + y) * WHITE[0], y * WHITE[1], (y - cz / 200) * WHITE[2]];
  return times(XYZ_TO_RGB, xyz).map(value => Math.min(1, Math.max(0, value))) as Triple;
}

/** What the eye resolves of each opponent colour. */
function filtered(planes: ColorPlanes): ColorPlanes {
  const radius = Math.ceil(3 * Math.sqrt(WIDEST / (2 * Math.PI ** 2)) * PIXELS_PER_DEGREE);
  const blurred = planes.map((plane, channel) => blurBy(plane, SENSITIVITY[channel]!, radius));
  return mapColors(blurred as unknown as ColorPlanes, fromOpponent);
}

/** One Gaussian after the other, as their sum does not separate; weights so that all sum to 1. */
function blurBy(
  plane: FloatPlane,
  gaussians: readonly (readonly [number, number])[],
  radius: number,
): FloatPlane {
  const parts = gaussians.map(([a, b]) => {
    const kernel = kernelOf(radius, x =>
      Math.exp((-(Math.PI ** 2) * (x / PIXELS_PER_DEGREE) ** 2) / b),
    );
    const sum = kernel.reduce((total, value) => total + value, 0);
    return { kernel, factor: a * Math.sqrt(Math.PI / b), total: sum * sum };
  });
  const total = parts.reduce((sum, part) => sum + part.factor * part.total, 0);
  const blurred = parts.map(({ kernel, factor }) => ({
    data: separable(plane, kernel, kernel, 'edge').data,
    weight: factor / total,
  }));
  return mapPlane(plane, i => blurred.reduce((sum, part) => sum + part.weight * part.data[i]!, 0));
}

function labCurve(value: number): number {
  const delta = 6 / 29;
  return value > delta ** 3 ? Math.cbrt(value) : value / (3 * delta ** 2) + 4 / 29;
}

function huntLab(rgb: Triple): Triple {
  const [x, y, z] = relativeXyz(rgb).map(labCurve) as Triple;
  const lightness = 116 * y - 16;
  // Colours count less in the dark (the Hunt effect).
  return [lightness, 0.01 * lightness * 500 * (x - y), 0.01 * lightness * 200 * (y - z)];
}

function toHuntLab(planes: ColorPlanes): ColorPlanes {
  return mapColors(planes, huntLab);
}

/** City-block in lightness, Euclidean in colour. */
function hyab(a: Triple, b: Triple): number {
  return Math.abs(a[0] - b[0]) + Math.hypot(a[1] - b[1], a[2] - b[2]);
}

const LARGEST = hyab(huntLab([0, 1, 0]), huntLab([0, 0, 1])) ** COLOR_EXPONENT;

/** Small differences take most of the range. */
function redistribute(distance: number): number {
  const knee = KNEE_FROM * LARGEST;
  if (distance < knee) return (KNEE_TO / knee) * distance;
  return KNEE_TO + ((distance - knee) / (LARGEST - knee)) * (1 - KNEE_TO);
}

/** How much edges and points of the luminances differ, 0 to 1. */
function featureDifference(a: FloatPlane, b: FloatPlane): Float64Array {
  const strengths = ([edge, point] as const).map(kernel => [
    strength(a, kernel()),
    strength(b, kernel()),
  ]);
  return mapPlane(a, i => {
    const distances = strengths.map(([x, y]) => Math.abs(x![i]! - y![i]!));
    return (Math.max(...distances) / Math.SQRT2) ** FEATURE_EXPONENT;
  }).data;
}

const DEVIATION = 0.5 * FEATURE_WIDTH * PIXELS_PER_DEGREE;
const FEATURE_RADIUS = Math.ceil(3 * DEVIATION);

function bell(x: number): number {
  return Math.exp(-(x * x) / (2 * DEVIATION * DEVIATION));
}

interface Detector {
  readonly along: Float64Array;
  readonly across: Float64Array;
}

function detector(slope: (x: number) => number): Detector {
  const across = kernelOf(FEATURE_RADIUS, bell);
  const acrossSum = across.reduce((sum, value) => sum + value, 0);
  const raw = kernelOf(FEATURE_RADIUS, slope);
  const sumOf = (sign: 1 | -1) =>
    raw.reduce((sum, value) => sum + Math.max(0, value * sign), 0) * acrossSum;
  const [positive, negative] = [sumOf(1), sumOf(-1)];
  return { along: raw.map(value => value / (value < 0 ? negative : positive)), across };
}

/** First derivative of a Gaussian. */
function edge(): Detector {
  return detector(x => -x * bell(x));
}

/** Second derivative of a Gaussian. */
function point(): Detector {
  return detector(x => ((x * x) / DEVIATION ** 2 - 1) * bell(x));
}

function strength(luminance: FloatPlane, { along, across }: Detector): Float64Array {
  const gray = mapPlane(luminance, i => (luminance.data[i]! + 16) / 116);
  const x = separable(gray, along, across, 'edge').data;
  const y = separable(gray, across, along, 'edge').data;
  return mapPlane(gray, i => Math.hypot(x[i]!, y[i]!)).data;
}
