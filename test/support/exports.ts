import { importsOf } from './imports';
import { filesBelow, type SourceFile } from './sourceFiles';

/** One name that a file exports. */
export interface Export {
  readonly file: string;
  readonly name: string;
  /** What stands right above it says what it is. */
  readonly isDocumented: boolean;
  /** A custom element, which pages use by its tag. */
  readonly isElement: boolean;
}

const EXPORT =
  /^export (?:declare )?(?:abstract )?(?:async )?(?:function\*?|const|let|class|interface|type|enum) (\w+)/;
const NAMED =
  /^(?:import|export)\s+(?:type\s+)?(?:\w+,\s*)?\{([^}]*)\}\s+from\s+['"](\.[^'"]+)['"]/gm;
const WHOLE = /^(?:import|export)\s+\*(?:\s+as\s+\w+)?\s+from\s+['"](\.[^'"]+)['"]/gm;
const DYNAMIC = /import\(\s*['"`](\.[^'"`]+)['"`]\s*\)(?:\.(?!then\b)(\w+))?/g;

/** What a module exports by name. Relies on the formatter: an export starts a line. */
export function exportsOf({ path, text }: SourceFile): Export[] {
  const lines = text.split('\n');
  const found = new Map<string, Export>();
  for (const [i, line] of lines.entries()) {
    const name = EXPORT.exec(line)?.[1];
    if (name === undefined || found.has(name)) continue;
    const isElement = (lines[i - 1] ?? '').startsWith('@customElement');
    const above = lines[isElement ? i - 2 : i - 1] ?? '';
    found.set(name, { file: path, name, isDocumented: above.endsWith('*/'), isElement });
  }
  return [...found.values()];
}

/** `file#name` of each export that the files import; `file#*` where they take all that one exports. */
export function importedNames(
  files: readonly SourceFile[],
  known: ReadonlySet<string>,
): Set<string> {
  const used = new Set<string>();
  for (const { path, text } of files) {
    const add = (specifier: string, name: string) => {
      const [found] = importsOf(path, `import '${specifier.replace(/\.ts$/, '')}';`);
      const target = found!.target;
      const file = [`${target}.ts`, `${target}/index.ts`].find(item => known.has(item)) ?? target;
      used.add(`${file}#${name}`);
    };
    for (const [, names, specifier] of text.matchAll(NAMED))
      for (const name of names!.split(','))
        if (name.trim() !== '')
          add(
            specifier!,
            name
              .trim()
              .replace(/^type\s+/, '')
              .split(/\s+as\s+/)[0]!,
          );
    for (const [, specifier] of text.matchAll(WHOLE)) add(specifier!, '*');
    for (const [, specifier, name] of text.matchAll(DYNAMIC)) add(specifier!, name ?? '*');
  }
  return used;
}

/** The product's modules. */
export const productFiles = (): SourceFile[] => filesBelow(['src', 'webview'], /(?<!\.d)\.ts$/);
