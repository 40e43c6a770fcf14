// npm run l10n [-- --check]: writes the bundle of every text that people read, from the sources.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importTypeScript } from './lib/importTypeScript.mjs';
import { ensurePackages } from './lib/npm.mjs';
import { ROOT } from './lib/places.mjs';
import { main, Stop, say } from './lib/stop.mjs';

const BUNDLE = 'media/l10n/bundle.l10n.json';
const FOLDERS = ['src/host', 'webview'];

/** A text given to `vscode.l10n.t`, to the webview's `t`, or marked in a table. */
const CALL = /\b(?:t|mark)\(\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")/g;
const ESCAPE = /\\(.)/g;

/** The texts of one source file. */
export function textsOf(source) {
  return [...source.matchAll(CALL)].map(([, literal]) =>
    literal.slice(1, -1).replaceAll(ESCAPE, (_, one) => (one === 'n' ? '\n' : one)),
  );
}

/** What lists of the core name: conversions and what they ask, colormaps, severities. */
async function listedTexts() {
  const { CONVERSIONS } = await importTypeScript('src/core/convert/index.ts');
  const { COLORMAP_LIST } = await importTypeScript('src/core/render/colormaps.ts');
  const { SEVERITIES } = await importTypeScript('src/core/lint/finding.ts');
  return [
    ...CONVERSIONS.flatMap(({ title, options }) => [title, ...options.map(one => one.title)]),
    ...COLORMAP_LIST.map(({ title }) => title),
    ...SEVERITIES,
  ];
}

async function collect() {
  const texts = await listedTexts();
  for (const folder of FOLDERS)
    for (const name of await readdir(join(ROOT, folder), { recursive: true }))
      if (name.endsWith('.ts'))
        texts.push(...textsOf(await readFile(join(ROOT, folder, name), 'utf8')));
  return Object.fromEntries([...new Set(texts)].sort().map(text => [text, text]));
}

if (process.argv[1]?.endsWith('l10n.mjs'))
  await main(async () => {
    const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
    await ensurePackages();
    const wanted = `${JSON.stringify(await collect(), null, 2)}\n`;
    const now = await readFile(join(ROOT, BUNDLE), 'utf8').catch(() => '');
    if (now === wanted) return;
    if (values.check) throw new Stop(`${BUNDLE} is not what the sources have: run npm run l10n`);
    await writeFile(join(ROOT, BUNDLE), wanted);
    say(`${BUNDLE} written`);
  });
