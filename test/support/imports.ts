import { posix } from 'node:path';

/** One import of a file, type imports included. */
export interface Import {
  /** What is imported: a package's name, `node:...`, or a path from the root of the repository. */
  readonly target: string;
  readonly typeOnly: boolean;
}

const STATIC = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm;
const DYNAMIC = /(typeof\s+)?\bimport\(\s*['"`]([^'"`]+)['"`]|\brequire\(\s*['"`]([^'"`]+)['"`]/g;
const PACKAGE = /^(@[^/]+\/)?[^/]+/;

/**
 * Every import in the text of a module, static, dynamic and re-exported. Relies on the formatter:
 * static imports start a line and use single quotes.
 * @param file path from the root of the repository, with forward slashes
 */
export function importsOf(file: string, text: string): Import[] {
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) =>
    found.push({ target: targetOf(file, specifier), typeOnly });
  for (const [, type, specifier] of text.matchAll(STATIC)) add(specifier ?? '', Boolean(type));
  for (const [, type, specifier, required] of text.matchAll(DYNAMIC))
    add(specifier ?? required ?? '', Boolean(type));
  return found;
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(file), specifier);
  return specifier.startsWith('node:') ? specifier : (PACKAGE.exec(specifier)?.[0] ?? specifier);
}
