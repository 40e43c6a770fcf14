import { expect, test } from 'vitest';
import { filesBelow } from '../support/sourceFiles';

/** What the page has once, and why: two sessions on it share nothing else. */
const ONCE: ReadonlyMap<string, string> = new Map([
  ['webview/canvas/choosePainter.ts', 'the painter, which draws for every stage'],
  ['webview/canvas/notFiniteRings.ts', 'by picture: what is derived goes with it'],
  ['webview/canvas/mismatchedMask.ts', 'by picture: what is derived goes with it'],
]);
/** Who looks at the whole document. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ['webview/main.ts', 'finds the application, once'],
  ['webview/keys.ts', 'an open dialog takes the keys of all'],
]);

const STATE =
  /^(?:export )?(?:let |const \w+(?::[^=\n]+)? = new (?:Weak)?(?:Map|Set)(?:<[^\n]*>)?\(\);|const \w+ = new \w*Lru)/m;
const files = filesBelow(['webview'], /\.ts$/);
const found = (pattern: RegExp) =>
  files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

test('no module of the page keeps state that two sessions would share', () => {
  expect(files.length).toBeGreaterThan(80);
  expect(found(STATE).toSorted()).toEqual([...ONCE.keys()].toSorted());
});

test('no component reaches into another through the document', () => {
  expect(found(/\bdocument\.(querySelector|getElement)/).toSorted()).toEqual(
    [...WHOLE.keys()].toSorted(),
  );
});

test('what is kept is kept by the one LRU of the core', () => {
  const own = files.filter(({ text }) => /class \w*(Lru|Cache)\b/.test(text));
  expect(own).toEqual([]);
});
