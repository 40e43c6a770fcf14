import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CONVERSIONS } from '../../src/core/convert/index';
import { WRITERS } from '../../src/core/writers/index';
import { filesBelow, ROOT } from '../support/sourceFiles';

const ids = CONVERSIONS.map(({ id }) => id);

/** Rules name the conversion that mends them, and a view its one-click mend. */
const MAY_NAME = /^(src\/core\/(lint|python)\/|src\/core\/fileRules\.ts$|webview\/views\/)/;

/** Places that name ids of a list, quoted, outside of the member's own file. */
function naming(list: readonly string[], own: (id: string) => string) {
  return filesBelow(['src', 'webview'], /\.ts$/)
    .filter(({ path }) => !MAY_NAME.test(path))
    .flatMap(({ path, text }) =>
      list
        .filter(id => path !== own(id) && text.includes(`'${id}'`))
        .map(id => `${path} names ${id}`),
    );
}

test('a conversion is one file of its name and one line in the list', () => {
  for (const id of ids) expect(existsSync(join(ROOT, 'src/core/convert', `${id}.ts`))).toBe(true);
  expect(naming(ids, id => `src/core/convert/${id}.ts`)).toEqual([]);
});

test('a writer is one file of its name and one line in the list', () => {
  for (const { id, endings } of WRITERS) {
    expect(existsSync(join(ROOT, 'src/core/writers', `${id}.ts`))).toBe(true);
    expect(endings.every(ending => /^\.[a-z]+$/.test(ending))).toBe(true);
  }
  const texts = filesBelow(['src/engine', 'src/host', 'src/cli'], /\.ts$/);
  const named = texts.flatMap(({ path, text }) =>
    WRITERS.filter(({ id }) => text.includes(`writer.id === '${id}'`)).map(() => path),
  );
  expect(named).toEqual([]);
});
