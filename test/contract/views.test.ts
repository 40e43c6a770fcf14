import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { VIEWS } from '../../webview/views/index';
import { filesBelow, ROOT } from '../support/sourceFiles';

/** Folders that are no view: what several views share. */
const SHARED = 'shared';

const ids = VIEWS.map(({ id }) => id);

test('a view is one folder of its name and one line in the list', () => {
  const folders = readdirSync(join(ROOT, 'webview', 'views'), { withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name !== SHARED)
    .map(({ name }) => name);
  expect(ids.toSorted()).toEqual(folders.toSorted());
});

test('nothing outside its own folder names a view', () => {
  const outside = filesBelow(['webview'], /\.ts$/).flatMap(({ path, text }) =>
    ids
      .filter(id => !path.startsWith(`webview/views/${id}/`))
      .filter(id => new RegExp(`\\bview(\\.id)? [!=]== '${id}'|\\bview: '${id}'`).test(text))
      .map(id => `${path} names ${id}`),
  );
  expect(outside).toEqual([]);
});

test('some view suits whatever is in a file', () => {
  const tensor = {
    name: '',
    dtype: 'STR',
    shape: [0],
    byteLength: 0,
    decodable: false,
    numeric: false,
    classification: { kind: null, evidence: [], because: '', candidates: [] },
  };
  const layout = { names: [], rows: null, columns: null, channels: null } as never;
  expect(VIEWS.some(view => view.fit({ tensor, layout, findings: [] }) > 0)).toBe(true);
});
