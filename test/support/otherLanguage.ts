import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './sourceFiles';

/** Small letters of texts that were translated: full width, so that what was not stands out. */
function translated(text: string): string {
  return text.replaceAll(/[a-z]/g, letter => String.fromCharCode(letter.charCodeAt(0) + 0xfee0));
}

/** The bundle in a language that has no small Latin letter. */
export function otherLanguage(): Record<string, string> {
  const path = join(ROOT, 'media/l10n/bundle.l10n.json');
  const texts = Object.keys(JSON.parse(readFileSync(path, 'utf8')) as object);
  return Object.fromEntries(texts.map(text => [text, translated(text)]));
}

/** What is the same in every language: what a file or its code says, in quotes or as code, and names. */
const VERBATIM = [
  /"[^"]*"/g,
  /`[^`]*`/g,
  /\.\w+(?=\()/g,
  /[\w.-]*(\/[\w.-]*)+/g,
  /\b[\w-]+(\.\w+)+\b/g,
  /\b\w*[_\d]\w*\b/g,
];

/** The words of a text, or of each text of plain data, that were not translated. */
export function englishWords(text: string, known: readonly string[] = []): string[] {
  const rest = VERBATIM.reduce((left, pattern) => left.replaceAll(pattern, ' '), text);
  return [...rest.matchAll(/\b[a-z]{3,}\b/g)]
    .map(([word]) => word)
    .filter(word => !known.includes(word));
}
