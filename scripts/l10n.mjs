// npm run l10n [-- --check]: writes the bundle of every text that people read, from the sources.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT } from './lib/places.mjs';
import { main, Stop, say } from './lib/stop.mjs';

const BUNDLE = 'media/l10n/bundle.l10n.json';
const FOLDERS = ['src', 'webview'];

/** A text given to `vscode.l10n.t` or to `t`, or marked in a table; or the start of a template of `t`. */
const CALL = /\b(?:(?:t|mark)\(\s*('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")|(?<!`)t`)/g;
const ESCAPE = /\\(.)/g;

function unescaped(text) {
  return text.replaceAll(ESCAPE, (_, one) => (one === 'n' ? '\n' : one));
}

/** The text of the template that starts at `from`, behind its backtick: its values are `{0}`, `{1}`, ... */
function templateText(source, from) {
  let text = '';
  let count = 0;
  for (let at = from; source[at] !== '`'; at++) {
    if (source[at] === '\\') text += source[at] + source[++at];
    else if (source.startsWith('${', at)) {
      at = endOfValue(source, at + 2);
      text += `{${count++}}`;
    } else text += source[at];
  }
  return unescaped(text);
}

/** Where the brace is that closes a template's value; braces and templates inside it are its own. */
function endOfValue(source, from) {
  for (let at = from; ; at++) {
    if (source[at] === '}') return at;
    if (source[at] === '{') at = endOfValue(source, at + 1);
    else if (source[at] === "'" || source[at] === '"') at = source.indexOf(source[at], at + 1);
    else if (source[at] === '`')
      for (at++; source[at] !== '`'; at++)
        if (source[at] === '\\') at++;
        else if (source.startsWith('${', at)) at = endOfValue(source, at + 2);
  }
}

/** The texts of one source file. */
export function textsOf(source) {
  return [...source.matchAll(CALL)].map(({ 0: call, 1: literal, index }) =>
    literal ? unescaped(literal.slice(1, -1)) : templateText(source, index + call.length),
  );
}

/** @throws Stop for a text of nothing but values: nobody could translate it. */
async function textsOfFile(path) {
  const texts = textsOf(await readFile(join(ROOT, path), 'utf8'));
  const empty = texts.find(text => text.includes('{0}') && !/\p{L}/u.test(text));
  if (empty !== undefined)
    throw new Stop(`${path}: "${empty}" has nothing to translate; say it with verbatim`);
  return texts;
}

async function collect() {
  const texts = [];
  for (const folder of FOLDERS)
    for (const name of await readdir(join(ROOT, folder), { recursive: true }))
      if (name.endsWith('.ts')) texts.push(...(await textsOfFile(join(folder, name))));
  return Object.fromEntries([...new Set(texts)].sort().map(text => [text, text]));
}

if (process.argv[1]?.endsWith('l10n.mjs'))
  await main(async () => {
    const { values } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
    const wanted = `${JSON.stringify(await collect(), null, 2)}\n`;
    const now = await readFile(join(ROOT, BUNDLE), 'utf8').catch(() => '');
    if (now === wanted) return;
    if (values.check) throw new Stop(`${BUNDLE} is not what the sources have: run npm run l10n`);
    await writeFile(join(ROOT, BUNDLE), wanted);
    say(`${BUNDLE} written`);
  });
