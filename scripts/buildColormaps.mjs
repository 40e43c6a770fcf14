// Samples the colormaps of d3-scale-chromatic into src/core/render/colormapTables.json, which is checked in:
// the page then needs neither the library nor the time in which it sets itself up.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as d3 from 'd3-scale-chromatic';
import { importTypeScript } from './lib/importTypeScript.mjs';
import { ROOT } from './lib/places.mjs';

export const GENERATED_PATH = join(ROOT, 'src/core/render/colormapTables.json');
const ENTRIES = 256;
const { parseRgb } = await importTypeScript('src/core/render/parseRgb.ts');

const grey = t => `rgb(${t * 255}, ${t * 255}, ${t * 255})`;
/** A colour of its own for each of ten whole numbers, over and over. */
const labels = t => d3.schemeTableau10[Math.round(t * 255) % 10];

const INTERPOLATORS = {
  gray: grey,
  greys: d3.interpolateGreys,
  viridis: d3.interpolateViridis,
  magma: d3.interpolateMagma,
  inferno: d3.interpolateInferno,
  plasma: d3.interpolatePlasma,
  cividis: d3.interpolateCividis,
  turbo: d3.interpolateTurbo,
  cubehelix: d3.interpolateCubehelixDefault,
  warm: d3.interpolateWarm,
  cool: d3.interpolateCool,
  rdbu: d3.interpolateRdBu,
  rdylbu: d3.interpolateRdYlBu,
  rdylgn: d3.interpolateRdYlGn,
  rdgy: d3.interpolateRdGy,
  piyg: d3.interpolatePiYG,
  prgn: d3.interpolatePRGn,
  brbg: d3.interpolateBrBG,
  puor: d3.interpolatePuOr,
  spectral: d3.interpolateSpectral,
  rainbow: d3.interpolateRainbow,
  sinebow: d3.interpolateSinebow,
  ylgnbu: d3.interpolateYlGnBu,
  ylorrd: d3.interpolateYlOrRd,
  ylgn: d3.interpolateYlGn,
  gnbu: d3.interpolateGnBu,
  bugn: d3.interpolateBuGn,
  bupu: d3.interpolateBuPu,
  orrd: d3.interpolateOrRd,
  pubugn: d3.interpolatePuBuGn,
  blues: d3.interpolateBlues,
  greens: d3.interpolateGreens,
  oranges: d3.interpolateOranges,
  purples: d3.interpolatePurples,
  reds: d3.interpolateReds,
  labels,
};

function base64Of(interpolate) {
  const colors = Array.from({ length: ENTRIES }, (_, i) => interpolate(i / (ENTRIES - 1)));
  return Buffer.from(colors.flatMap(parseRgb)).toString('base64');
}

/** The text of the generated file: the name of each map and its RGB entries in base64. */
export function generateColormaps() {
  const maps = Object.entries(INTERPOLATORS).map(([name, map]) => [name, base64Of(map)]);
  return `${JSON.stringify(Object.fromEntries(maps), null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await writeFile(GENERATED_PATH, generateColormaps());
