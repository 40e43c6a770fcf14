// npm run docs [-- --check]: writes the docs pages that are made from the code's lists.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importTypeScript } from './lib/importTypeScript.mjs';
import { ROOT } from './lib/places.mjs';
import { main, Stop, say } from './lib/stop.mjs';

const PAGES = [
  { page: 'docs/conversions.md', source: 'src/core/convert/docsPage.ts', make: 'conversionsPage' },
];

await main(async () => {
  const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
  for (const { page, source, make } of PAGES) {
    const text = (await importTypeScript(source))[make]();
    const path = join(ROOT, page);
    const now = await readFile(path, 'utf8').catch(() => '');
    if (now === text) continue;
    if (values.check) throw new Stop(`${page} is not what the lists say`, 'Run: npm run docs');
    await writeFile(path, text);
    say(`Wrote ${page}`);
  }
});
