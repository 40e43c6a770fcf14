// npm run notices [-- --check]: writes THIRD-PARTY-NOTICES.md from the packages that the bundles hold.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages } from './lib/npm.mjs';
import { ROOT } from './lib/places.mjs';
import { main, Stop, say } from './lib/stop.mjs';

const FILE = 'THIRD-PARTY-NOTICES.md';
const LICENSE = /^(licen[sc]e|copying|notice)(\.|-|$)/i;
const HEAD = `# Third-party notices

Tensor Loupe is MIT licensed. Its packages hold the work of others, under these licences. Packages for one platform also hold sharp's prebuilt libvips (LGPL-3.0-or-later, a shared library of its own; see https://github.com/lovell/sharp-libvips).
`;

/** The packages whose files stand in the bundles: esbuild's own word on what it took, and what it cannot know. */
async function bundledPackages() {
  const esbuild = await import('esbuild');
  const { targets } = await import('../esbuild.mjs');
  const found = new Set(['sharp', 'd3-scale-chromatic', '@img/colour', 'detect-libc', 'semver']);
  for (const target of Object.values(targets)) {
    const { metafile } = await esbuild.build({ ...target, absWorkingDir: ROOT, write: false });
    for (const input of Object.keys(metafile.inputs)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1];
      if (name) found.add(name);
    }
  }
  return [...found].sort();
}

/** Tables that stand in the sources, with where they come from. */
const DATA = [
  {
    title: 'ggml (codebooks of the IQ types, `src/core/formats/gguf/grids.json`)',
    licence: `MIT License

Copyright (c) 2023-2026 The ggml authors

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  },
];

function dataNotice({ title, licence }) {
  return `## ${title}\n\nLicence: MIT\n\n\`\`\`\n${licence}\n\`\`\`\n`;
}

async function notice(name) {
  const folder = join(ROOT, 'node_modules', name);
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter(file => LICENSE.test(file)).sort();
  const texts = await Promise.all(files.map(file => readFile(join(folder, file), 'utf8')));
  const body = texts.map(text => text.trim().replaceAll('\r\n', '\n')).join('\n\n');
  return `## ${name} ${version}\n\nLicence: ${license}\n${body ? `\n\`\`\`\n${body}\n\`\`\`\n` : ''}`;
}

await main(async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  await ensurePackages();
  const notices = await Promise.all((await bundledPackages()).map(notice));
  const text = `${[HEAD, ...notices, ...DATA.map(dataNotice)].join('\n')}`;
  const now = await readFile(join(ROOT, FILE), 'utf8').catch(() => '');
  if (now === text) return;
  if (values.check) throw new Stop(`${FILE} is not up to date: run npm run notices`);
  await writeFile(join(ROOT, FILE), text);
  say(`${FILE} written`);
});
