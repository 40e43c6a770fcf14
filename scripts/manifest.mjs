// npm run manifest [-- --check]: writes the contributed lists of package.json from the code's lists.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { importTypeScript } from './lib/importTypeScript.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { ROOT } from './lib/places.mjs';
import { main, Stop, say } from './lib/stop.mjs';

const SOURCE = 'src/host/manifest.ts';

async function readJson(name) {
  const text = await readFile(join(ROOT, name), 'utf8').catch(error => {
    if (error.code === 'ENOENT') return '{}';
    throw error;
  });
  return JSON.parse(text);
}

/** Each generated file: its content as the lists have it, and as it stands. */
async function generated() {
  const { contributes } = await importTypeScript(SOURCE);
  const made = contributes();
  // As JSON, so that what JSON cannot say (undefined) is no difference.
  const { nls, projectSchema, ...sections } = JSON.parse(JSON.stringify(made));
  const manifest = await readJson('package.json');
  return [
    { name: 'package.json', now: manifest, wanted: { ...manifest, ...sections } },
    {
      name: 'media/tensor-loupe.schema.json',
      now: await readJson('media/tensor-loupe.schema.json'),
      wanted: projectSchema,
    },
    { name: 'package.nls.json', now: await readJson('package.nls.json'), wanted: nls },
  ];
}

/** The first place where two JSON values differ, as a path. */
function firstDifference(now, wanted, path = '') {
  if (isDeepStrictEqual(now, wanted)) return undefined;
  const nested = [now, wanted].every(value => typeof value === 'object' && value !== null);
  if (!nested) return path;
  const keys = new Set([...Object.keys(now), ...Object.keys(wanted)]);
  for (const key of keys) {
    const found = firstDifference(now[key], wanted[key], path ? `${path}.${key}` : key);
    if (found) return found;
  }
  return path;
}

await main(async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  await ensurePackages();
  for (const { name, now, wanted } of await generated()) {
    const text = `${JSON.stringify(wanted, null, 2)}\n`;
    if (values.check) {
      const place = firstDifference(now, wanted);
      if (place !== undefined)
        throw new Stop(`${name} is not what ${SOURCE} gives, at ${place}: run npm run manifest`);
    } else if (!isDeepStrictEqual(now, wanted)) {
      await writeFile(join(ROOT, name), text);
      say(`${name} written`);
    }
  }
});
