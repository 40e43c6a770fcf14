import { describe, expect, test } from 'vitest';
import { type Export, exportsOf, importedNames, productFiles } from '../support/exports';
import { filesBelow } from '../support/sourceFiles';

/** Two files on purpose for one name: a bundle takes one of them, or both mean the same. */
const SHARED: Readonly<Record<string, string>> = {
  activate: 'VS Code calls it, on the desktop and in the browser',
  files: 'the platform of Node and that of the browser',
  paths: 'the platform of Node and that of the browser',
  pictures: 'the platform of Node and that of the browser',
  threads: 'the platform of Node and that of the browser',
  writing: 'the platform of Node and that of the browser',
  zlib: 'the platform of Node and that of the browser',
  encodePng: 'the platform of Node and that of the browser',
  imageChannelFirst: 'one contract, checked in a file and in Python',
  imageRange: 'one contract, checked in a file and in Python',
};

/** Used by what imports nothing by name: VS Code, and the build, which puts the browser's platform in place of Node's. */
const USED_ELSEWHERE =
  /^src\/extension(\.web)?\.ts#activate$|^src\/engine\/browser\/|^src\/host\/manifest\.ts#/;

describe('what modules export', () => {
  const product = productFiles();
  const all = product.flatMap(exportsOf);

  test('says in a line what it is', () => {
    expect(all.length).toBeGreaterThan(1800);
    expect(
      all.filter(item => !item.isDocumented).map(({ file, name }) => `${file} ${name}`),
    ).toEqual([]);
  });

  test('is imported by someone', () => {
    const others = filesBelow(['test', 'bench', 'scripts'], /\.(ts|mjs)$/);
    const used = importedNames([...product, ...others], new Set(product.map(({ path }) => path)));
    const unused = all
      .filter(({ isElement, file, name }) => {
        const key = `${file}#${name}`;
        return !isElement && !USED_ELSEWHERE.test(key) && !used.has(key) && !used.has(`${file}#*`);
      })
      .map(({ file, name }) => `${file} ${name}`);
    expect(unused).toEqual([]);
  });

  test('has a name of its own', () => {
    const places = new Map<string, Export[]>();
    for (const item of all) places.set(item.name, [...(places.get(item.name) ?? []), item]);
    const twice = [...places].filter(([, found]) => found.length > 1);
    const unexplained = twice
      .filter(([name]) => !Object.hasOwn(SHARED, name))
      .map(([name, found]) => `${name}: ${found.map(({ file }) => file).join(', ')}`);
    expect(unexplained).toEqual([]);
    const stale = Object.keys(SHARED).filter(name => (places.get(name)?.length ?? 0) < 2);
    expect(stale).toEqual([]);
  });
});

describe('the scan', () => {
  test('sees an export, its line, and who imports it', () => {
    const text = '/** What it is. */\nexport const a = 1;\n\nexport function b() {}\n';
    const found = exportsOf({ path: 'src/x.ts', text });
    expect(found.map(({ name, isDocumented }) => [name, isDocumented])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    const user = { path: 'src/y/z.ts', text: "import { a as c, type T } from '../x';\n" };
    expect([...importedNames([user], new Set(['src/x.ts']))]).toEqual(['src/x.ts#a', 'src/x.ts#T']);
  });
});
