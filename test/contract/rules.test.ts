import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONVERSIONS } from '../../src/core/convert/index';
import { SEVERITIES } from '../../src/core/findings';
import { RULES } from '../../src/core/lint/catalogue';
import { PAGE_HEADINGS, rulesIndex } from '../../src/core/lint/docsIndex';
import { HEADER_RULES, VALUE_RULES } from '../../src/core/lint/index';
import { docsPath } from '../../src/core/lint/settings';
import { filesBelow, ROOT } from '../support/sourceFiles';

const PAGES = new Map(
  filesBelow(['docs/rules'], /\.md$/)
    .filter(page => page.path !== 'docs/rules/README.md')
    .map(page => [page.path, page.text]),
);

/** Types of the web that look like a rule's id. */
const MEDIA_TYPES: ReadonlySet<string> = new Set(['image/png']);

test('no rule is listed twice', () => {
  expect(new Set(RULES.map(rule => rule.id)).size).toBe(RULES.length);
});

test.each(RULES)('$id is written for people', rule => {
  expect(SEVERITIES).toContain(rule.severity);
  expect(rule.title).toMatch(/^[A-Z_][^.]{5,50}$/);
  expect(rule.description).toMatch(/^\S.{20,160}\.$/);
  if (rule.fix) expect(CONVERSIONS.map(({ id }) => id)).toContain(rule.fix);
});

test('who names a rule names one that is there', () => {
  const subjects = new Set(RULES.map(({ id }) => id.split('/')[0]!));
  const named = new RegExp(`'((?:${[...subjects].join('|')})/[a-z0-9-]+)'`, 'g');
  const ids: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));
  const names = filesBelow(['src', 'webview'], /\.ts$/).flatMap(({ path, text }) =>
    [...text.matchAll(named)]
      .map(([, id]) => id!)
      .filter(id => !MEDIA_TYPES.has(id))
      .map(id => ({ path, id })),
  );
  expect(names.length).toBeGreaterThan(100);
  expect(names.filter(({ id }) => !ids.has(id))).toEqual([]);
});

test('header and value rules say what they need', () => {
  expect(new Set(HEADER_RULES.map(rule => rule.needs))).toEqual(new Set(['headers']));
  expect(new Set(VALUE_RULES.map(rule => rule.needs))).toEqual(new Set(['values']));
});

describe('pages', () => {
  test('every rule has a page, and every page a rule', () => {
    expect([...PAGES.keys()].toSorted()).toEqual(RULES.map(rule => docsPath(rule.id)).toSorted());
  });

  test.each(RULES)('$id', rule => {
    const text = PAGES.get(docsPath(rule.id))!;
    expect(text.split('\n')[0]).toBe(`# ${rule.id}`);
    expect([...text.matchAll(/^## (.+)$/gm)].map(match => match[1])).toEqual([...PAGE_HEADINGS]);
    for (const section of text.split(/^## .+$/m).slice(1))
      expect(section.trim().length, rule.id).toBeGreaterThan(10);
    expect(text).toContain(`Severity: **${rule.severity}**`);
    expect(text).toMatch(/```python\n.+?```/s);
    if (!rule.fix) return;
    expect(text).toContain(`\`${rule.fix}\``);
    const title = CONVERSIONS.find(conversion => conversion.id === rule.fix)!.title;
    expect(text, 'the page names the conversion as the palette does').toContain(`**${title}**`);
  });

  test('the index is made from the catalogue; `vitest -u` writes it anew', async () => {
    await expect(rulesIndex()).toMatchFileSnapshot(join(ROOT, 'docs', 'rules', 'README.md'));
  });
});
