import { expect, test } from 'vitest';
import { importsOf } from '../support/imports';
import { filesBelow, type SourceFile } from '../support/sourceFiles';

/** The share of the product's lines that no plain-Node test reaches by its imports. */
const MOST_UNREACHED = 0.08;

const TS = /(?<!\.d)\.ts$/;
const product = filesBelow(['src', 'webview'], TS);
const tests = filesBelow(['test'], /\.ts$/);
const byPath = new Map([...product, ...tests].map(file => [file.path, file]));
const PLAIN = /^test\/(?!ui\/|vscode\/|cases\/).*\.test\.ts$/;

function fileOf(target: string): SourceFile | undefined {
  return byPath.get(`${target}.ts`) ?? byPath.get(`${target}/index.ts`) ?? byPath.get(target);
}

/** What tests run: type imports bring in no code. */
function reachedFrom(starts: readonly SourceFile[]): Set<string> {
  const reached = new Set<string>();
  const open = [...starts];
  for (let file = open.pop(); file; file = open.pop()) {
    if (reached.has(file.path)) continue;
    reached.add(file.path);
    const values = importsOf(file.path, file.text).filter(({ typeOnly }) => !typeOnly);
    open.push(...values.flatMap(({ target }) => fileOf(target) ?? []));
  }
  return reached;
}

const lines = ({ text }: SourceFile) => text.split('\n').length;
const sum = (files: readonly SourceFile[]) => files.reduce((all, file) => all + lines(file), 0);

test('plain tests reach nearly all of the product', () => {
  const reached = reachedFrom(tests.filter(({ path }) => PLAIN.test(path)));
  const isOfTypes = ({ text }: SourceFile) =>
    !/^(export )?(const|function|class|async|let)\b/m.test(text);
  const missed = product.filter(file => !reached.has(file.path) && !isOfTypes(file));
  const share = sum(missed) / sum(product);
  process.stdout.write(
    `${sum(missed)} of ${sum(product)} lines (${(100 * share).toFixed(1)} %) in ${missed.length} files are reached by no plain-Node test\n`,
  );
  if (process.env.LOUPE_REACH) process.stdout.write(missed.map(({ path }) => `${path}\n`).join(''));
  expect(share).toBeLessThan(MOST_UNREACHED);
});
