// A drawn landscape: sky, sun, three ridges and a lake that mirrors them. No randomness.

const mix = (a, b, t) => a + (b - a) * t;
const mixColor = (a, b, t) => a.map((value, i) => mix(value, b[i], t));
const smooth = (from, to, x) => {
  const t = Math.min(1, Math.max(0, (x - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** Colours run 0..1; `sun` is where it stands, in fractions of width and of height. */
export const HOURS = [
  {
    zenith: [0.16, 0.22, 0.45],
    horizon: [0.98, 0.66, 0.45],
    ridges: [
      [0.56, 0.4, 0.5],
      [0.34, 0.25, 0.4],
      [0.12, 0.11, 0.2],
    ],
    sunColor: [1, 0.86, 0.6],
    sun: [0.3, 0.42],
  },
  {
    zenith: [0.2, 0.48, 0.85],
    horizon: [0.78, 0.9, 0.98],
    ridges: [
      [0.52, 0.66, 0.78],
      [0.28, 0.48, 0.5],
      [0.1, 0.3, 0.22],
    ],
    sunColor: [1, 0.98, 0.88],
    sun: [0.55, 0.16],
  },
  {
    zenith: [0.1, 0.08, 0.26],
    horizon: [0.95, 0.36, 0.28],
    ridges: [
      [0.5, 0.2, 0.36],
      [0.27, 0.11, 0.27],
      [0.08, 0.04, 0.12],
    ],
    sunColor: [1, 0.6, 0.36],
    sun: [0.74, 0.5],
  },
];

const LAKE = 0.76;
const SUN_RADIUS = 0.055;
const ASPECT = 1.5;
const RIDGES = [
  {
    base: 0.52,
    height: 0.12,
    waves: [
      [2.1, 0.6, 0.3],
      [5.3, 0.3, 1.9],
      [11, 0.12, 4.2],
    ],
  },
  {
    base: 0.61,
    height: 0.1,
    waves: [
      [1.3, 0.7, 2.4],
      [4.1, 0.32, 0.4],
      [13, 0.08, 1.1],
    ],
  },
  {
    base: 0.71,
    height: 0.07,
    waves: [
      [1.9, 0.6, 5.1],
      [6.3, 0.3, 3.3],
      [21, 0.1, 0.2],
    ],
  },
];

function ridgeLine({ base, height, waves }, x) {
  const sum = waves.reduce((s, [turns, part, phase]) => {
    return s + part * (2 * Math.abs(Math.sin(turns * Math.PI * x + phase)) - 1);
  }, 0);
  return base + height * sum * 0.6;
}

const sunDistance = (hour, x, y) => Math.hypot((x - hour.sun[0]) * ASPECT, y - hour.sun[1]);

/** How much of the sun's disc covers a point, 0..1. */
export function sunCover(hour, x, y) {
  return 1 - smooth(SUN_RADIUS - 0.004, SUN_RADIUS + 0.004, sunDistance(hour, x, y));
}

/** 1 on land, 0 in the sky. */
export function landCover(x, y) {
  return y >= LAKE ? 0 : smooth(0, 0.004, y - Math.min(...RIDGES.map(r => ridgeLine(r, x))));
}

/** 1 on the lake. */
export const lakeCover = (_x, y) => smooth(LAKE - 0.002, LAKE + 0.002, y);

function skyOrLand(hour, x, y) {
  let color = mixColor(hour.zenith, hour.horizon, smooth(0, 0.62, y));
  const glow = Math.exp(-9 * sunDistance(hour, x, y));
  color = mixColor(color, hour.sunColor, 0.75 * glow);
  color = mixColor(color, hour.sunColor, sunCover(hour, x, y));
  RIDGES.forEach((ridge, i) => {
    const depth = y - ridgeLine(ridge, x);
    const haze = mixColor(hour.ridges[i], hour.horizon, 0.45 * smooth(0, 0.22, depth));
    color = mixColor(color, haze, smooth(0, 0.004, depth));
  });
  return color;
}

/** The colour of a point of the landscape, each of three channels 0..1. */
export function landscape(hour, x, y) {
  if (y < LAKE) return skyOrLand(hour, x, y);
  const depth = (y - LAKE) / (1 - LAKE);
  const ripple = 0.006 * (0.3 + depth) * Math.sin(170 * depth ** 0.6 + 9 * x);
  const mirrored = skyOrLand(hour, x + ripple, LAKE - (y - LAKE) * 2.2 + ripple);
  return mixColor(mirrored, hour.zenith, 0.18 + 0.3 * depth);
}

/**
 * Draws a function of the plane: `[height, width, channels]`, flat, from x and y in 0..1.
 * @param {(x: number, y: number) => number | number[]} color
 */
export function draw(height, width, color) {
  const values = [];
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      values.push(...[color((column + 0.5) / width, (row + 0.5) / height)].flat());
  return values;
}
