import { expect, test } from 'vitest';
import { importsOf } from '../support/imports';
import { filesBelow } from '../support/sourceFiles';

/** An expression runs calls, a call runs statements, a statement runs expressions: one recursion in 13 files. */
const EVALUATOR =
  `assign attributes binary branch branches calls classes evaluate inlineCall loops names
  statements subscript`
    .split(/\s+/)
    .map(name => `src/core/python/evaluate/${name}.ts`);

/** The grammar is as recursive as the language: expressions hold calls, statements hold blocks. */
const GRAMMAR = [
  ['atoms', 'calls', 'expressions'],
  ['compound', 'statements'],
].map(names => names.map(name => `src/core/python/syntax/${name}.ts`));

const ALLOWED = [EVALUATOR, ...GRAMMAR];

/** Circles that are still to be ended: where they lie and how many files one may hold. Shorten, never lengthen. */
const LEFT: readonly (readonly [within: RegExp, atMost: number])[] = [
  [/^src\/core\/render\/reduce/, 2],
  [/^src\/engine\/(lintFile|openedFile)\.ts$/, 2],
  [/^src\/engine\/(convertMethods|engine)\.ts$/, 2],
  [/^src\/session\//, 4],
  [/^webview\//, 40],
];

const isLeft = (circle: readonly string[]): boolean =>
  LEFT.some(
    ([within, atMost]) => circle.length <= atMost && circle.every(path => within.test(path)),
  );

/** The groups of files that import each other, types included (Tarjan). */
function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string): void => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    open.push(file);
    for (const target of imports.get(file) ?? []) {
      if (!order.has(target)) visit(target);
      if (open.includes(target)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) circles.push(circle.toSorted());
  };
  for (const file of imports.keys()) visit(file);
  return circles;
}

test('no file imports itself by way of others, but for the recursions that are named', () => {
  const files = filesBelow(['src', 'webview'], /\.ts$/);
  const paths = new Set(files.map(({ path }) => path));
  const resolved = (target: string) =>
    [target, `${target}.ts`, `${target}/index.ts`].find(path => paths.has(path));
  const imports = new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(path, text).flatMap(({ target }) => resolved(target) ?? []),
    ]),
  );
  expect(imports.size).toBeGreaterThan(500);
  const circles = circlesOf(imports).filter(circle => !isLeft(circle));
  expect(circles.toSorted()).toEqual(ALLOWED.toSorted());
});
