import {
  interpolateBlues,
  interpolateBrBG,
  interpolateBuGn,
  interpolateBuPu,
  interpolateCividis,
  interpolateCool,
  interpolateCubehelixDefault,
  interpolateGnBu,
  interpolateGreens,
  interpolateGreys,
  interpolateInferno,
  interpolateMagma,
  interpolateOranges,
  interpolateOrRd,
  interpolatePiYG,
  interpolatePlasma,
  interpolatePRGn,
  interpolatePuBuGn,
  interpolatePuOr,
  interpolatePurples,
  interpolateRainbow,
  interpolateRdBu,
  interpolateRdGy,
  interpolateRdYlBu,
  interpolateRdYlGn,
  interpolateReds,
  interpolateSinebow,
  interpolateSpectral,
  interpolateTurbo,
  interpolateViridis,
  interpolateWarm,
  interpolateYlGn,
  interpolateYlGnBu,
  interpolateYlOrRd,
  schemeTableau10,
} from 'd3-scale-chromatic';
import { type Marked, mark } from '../l10n';

export const COLORMAP_GROUPS = [
  'basic',
  'uniform',
  'diverging',
  'cyclic',
  'multi',
  'single',
  'labels',
] as const;
export type ColormapGroup = (typeof COLORMAP_GROUPS)[number];

type Interpolator = (t: number) => string;

interface ColormapEntry {
  readonly title: Marked;
  readonly group: ColormapGroup;
  readonly at: Interpolator;
  /** ColorBrewer's light-to-dark ramps run from dark to light here: larger values are brighter. */
  readonly turned?: true;
}

const labels: Interpolator = t =>
  schemeTableau10[Math.min(255, Math.round(t * 255)) % schemeTableau10.length] ?? '#000000';
const grey: Interpolator = t => `rgb(${t * 255}, ${t * 255}, ${t * 255})`;

const COLORMAPS = {
  gray: { title: mark('Gray'), group: 'basic', at: grey },
  greys: { title: mark('Greys (Perceptual)'), group: 'basic', at: interpolateGreys, turned: true },
  viridis: { title: mark('Viridis'), group: 'uniform', at: interpolateViridis },
  magma: { title: mark('Magma'), group: 'uniform', at: interpolateMagma },
  inferno: { title: mark('Inferno'), group: 'uniform', at: interpolateInferno },
  plasma: { title: mark('Plasma'), group: 'uniform', at: interpolatePlasma },
  cividis: { title: mark('Cividis'), group: 'uniform', at: interpolateCividis },
  turbo: { title: mark('Turbo'), group: 'uniform', at: interpolateTurbo },
  cubehelix: { title: mark('Cubehelix'), group: 'uniform', at: interpolateCubehelixDefault },
  warm: { title: mark('Warm'), group: 'uniform', at: interpolateWarm },
  cool: { title: mark('Cool'), group: 'uniform', at: interpolateCool },
  rdbu: { title: mark('Red Blue'), group: 'diverging', at: interpolateRdBu, turned: true },
  rdylbu: {
    title: mark('Red Yellow Blue'),
    group: 'diverging',
    at: interpolateRdYlBu,
    turned: true,
  },
  rdylgn: {
    title: mark('Red Yellow Green'),
    group: 'diverging',
    at: interpolateRdYlGn,
    turned: true,
  },
  rdgy: { title: mark('Red Gray'), group: 'diverging', at: interpolateRdGy, turned: true },
  piyg: { title: mark('Pink Green'), group: 'diverging', at: interpolatePiYG, turned: true },
  prgn: { title: mark('Purple Green'), group: 'diverging', at: interpolatePRGn, turned: true },
  brbg: { title: mark('Brown Teal'), group: 'diverging', at: interpolateBrBG, turned: true },
  puor: { title: mark('Purple Orange'), group: 'diverging', at: interpolatePuOr },
  spectral: { title: mark('Spectral'), group: 'diverging', at: interpolateSpectral, turned: true },
  rainbow: { title: mark('Rainbow'), group: 'cyclic', at: interpolateRainbow },
  sinebow: { title: mark('Sinebow'), group: 'cyclic', at: interpolateSinebow },
  ylgnbu: { title: mark('Yellow Green Blue'), group: 'multi', at: interpolateYlGnBu, turned: true },
  ylorrd: { title: mark('Yellow Orange Red'), group: 'multi', at: interpolateYlOrRd, turned: true },
  ylgn: { title: mark('Yellow Green'), group: 'multi', at: interpolateYlGn, turned: true },
  gnbu: { title: mark('Green Blue'), group: 'multi', at: interpolateGnBu, turned: true },
  bugn: { title: mark('Blue Green'), group: 'multi', at: interpolateBuGn, turned: true },
  bupu: { title: mark('Blue Purple'), group: 'multi', at: interpolateBuPu, turned: true },
  orrd: { title: mark('Orange Red'), group: 'multi', at: interpolateOrRd, turned: true },
  pubugn: { title: mark('Purple Blue Green'), group: 'multi', at: interpolatePuBuGn, turned: true },
  blues: { title: mark('Blues'), group: 'single', at: interpolateBlues, turned: true },
  greens: { title: mark('Greens'), group: 'single', at: interpolateGreens, turned: true },
  oranges: { title: mark('Oranges'), group: 'single', at: interpolateOranges, turned: true },
  purples: { title: mark('Purples'), group: 'single', at: interpolatePurples, turned: true },
  reds: { title: mark('Reds'), group: 'single', at: interpolateReds, turned: true },
  labels: { title: mark('Labels'), group: 'labels', at: labels },
} as const satisfies Record<string, ColormapEntry>;

export type ColormapId = keyof typeof COLORMAPS;

/** A colormap as choosers list it. */
export interface Colormap {
  readonly id: ColormapId;
  readonly title: Marked;
  readonly group: ColormapGroup;
}

/** Every colormap, in the order of choosers. */
export const COLORMAP_LIST: readonly Colormap[] = (Object.keys(COLORMAPS) as ColormapId[]).map(
  id => ({ id, title: COLORMAPS[id].title, group: COLORMAPS[id].group }),
);

/** Entries of a lookup table; a colour is read between two neighbours. */
export const LUT_SIZE = 256;
const tables = new Map<string, Uint8Array<ArrayBuffer>>();

/** The range in which each whole number has a colour of its own under `labels`, over and over. */
export const LABEL_RANGE = { min: 0, max: LUT_SIZE - 1 } as const;

/** Whether `text` (a setting, an option) names a colormap. */
export function isColormapId(text: string): text is ColormapId {
  return Object.hasOwn(COLORMAPS, text);
}

/** The colormap as `LUT_SIZE` RGBA8 entries; shared, so do not write into it. */
export function colormapTable(id: ColormapId, inverted: boolean): Uint8Array<ArrayBuffer> {
  const key = `${id}${inverted}`;
  const known = tables.get(key);
  if (known) return known;
  const entry: ColormapEntry = COLORMAPS[id];
  const flip = inverted !== (entry.turned === true);
  const table = new Uint8Array(LUT_SIZE * 4);
  for (let i = 0; i < LUT_SIZE; i++) {
    const from = flip ? LUT_SIZE - 1 - i : i;
    table.set(parseRgb(entry.at(from / (LUT_SIZE - 1))), i * 4);
    table[i * 4 + 3] = 255;
  }
  tables.set(key, table);
  return table;
}

/** Colours between two neighbours of a colormap. */
const FINE_STEPS = 64;
/** Colours of `fineColors` in all. */
export const FINE_SIZE = (LUT_SIZE - 1) * FINE_STEPS + 1;
const fineTables = new Map<string, Uint32Array>();
/** A finely cut map takes 64 KiB. */
const MAX_FINE_TABLES = 8;

/**
 * The colormap with the colours between its own, each as one little-endian RGBA word: one look-up a pixel
 * instead of six. Shared, so do not write into it.
 */
export function fineColors(id: ColormapId, inverted: boolean): Uint32Array {
  const key = `${id}${inverted}`;
  const known = fineTables.get(key);
  if (known) return known;
  const table = colormapTable(id, inverted);
  const bytes = new Uint8ClampedArray(FINE_SIZE * 4);
  for (let i = 0; i < FINE_SIZE; i++) {
    const low = Math.min(Math.floor(i / FINE_STEPS), LUT_SIZE - 2) * 4;
    const share = i / FINE_STEPS - low / 4;
    for (let c = 0; c < 4; c++)
      bytes[i * 4 + c] = table[low + c]! + (table[low + 4 + c]! - table[low + c]!) * share;
  }
  const words = new Uint32Array(bytes.buffer);
  if (fineTables.size >= MAX_FINE_TABLES) fineTables.delete(fineTables.keys().next().value ?? key);
  fineTables.set(key, words);
  return words;
}

/** `rgb(r, g, b)` or `#rrggbb` as three numbers of 0..255. @throws RangeError on anything else. */
export function parseRgb(text: string): [number, number, number] {
  const hex = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(text);
  if (hex) return [hexByte(hex[1]), hexByte(hex[2]), hexByte(hex[3])];
  const parts = /^rgb\(([^,]+),([^,]+),([^)]+)\)$/.exec(text);
  if (!parts) throw new RangeError(`"${text}" is not a colour of the form #rrggbb`);
  return [byte(parts[1]), byte(parts[2]), byte(parts[3])];
}

function hexByte(text: string | undefined): number {
  return Number.parseInt(text ?? '0', 16);
}

function byte(text: string | undefined): number {
  return Math.max(0, Math.min(255, Math.round(Number(text))));
}
