import { expect, test } from 'vitest';
import { pythonText } from '../../src/core/convert/snippets';
import { unlinked, visible, visibleLines } from '../../src/core/visible';
import { HOSTILE_NAME, STEERING } from '../support/hostileNames';
import { filesBelow } from '../support/sourceFiles';

const sources = filesBelow(['src', 'webview'], /\.ts$/);
const holding = (pattern: RegExp) =>
  sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

test('one file of the host speaks in notifications, which make links of names', () => {
  expect(holding(/\.show(Information|Warning|Error)Message\(/)).toEqual(['src/host/notify.ts']);
});

test('Markdown is neither trusted nor HTML, and holds words of a file only as code', () => {
  expect(holding(/isTrusted = |isTrusted: (true|\{)|supportHtml|supportThemeIcons/)).toEqual([]);
  expect(holding(/appendMarkdown|MarkdownString\([^)]/)).toEqual([]);
});

test('no page makes HTML of text', () => {
  expect(holding(/innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|document\.write/)).toEqual([]);
});

test('a name is shown on one line, steers nothing and reads back', () => {
  const shown = visible(HOSTILE_NAME);
  expect(shown).not.toMatch(STEERING);
  expect(shown).not.toContain('\n');
  const json = visibleLines(JSON.stringify({ [HOSTILE_NAME]: HOSTILE_NAME }, null, 2));
  expect(json).not.toMatch(STEERING);
  expect(JSON.parse(json)).toEqual({ [HOSTILE_NAME]: HOSTILE_NAME });
});

test('names of people stay as they are', () => {
  for (const name of ['größe', '遮罩', 'می‌خواهم', '👩‍🎨', 'a b', 'שלום'])
    expect(visible(name)).toBe(name);
});

test('a name makes no link', () => {
  expect(unlinked('a [go](command:x) b')).toBe('a [go] (command:x) b');
});

test('text stays inside its Python literal', () => {
  expect(pythonText("a'\\\n\r\u2028b")).toBe("'a\\'\\\\\\n\\r\\u2028b'");
});
