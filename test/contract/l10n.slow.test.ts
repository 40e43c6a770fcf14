import { describe, expect, test } from 'vitest';
import { importScript, runScript } from '../support/scripts';

interface L10nScript {
  textsOf(source: string): string[];
}
const { textsOf } = await importScript<L10nScript>('l10n.mjs');

describe('the bundle of texts', () => {
  test('has every text of the sources and no other', async () => {
    await expect(runScript('l10n.mjs', ['--check'])).resolves.toBeDefined();
  });

  test.each([
    ["vscode.l10n.t('Copied: {0}', what)", ['Copied: {0}']],
    ["t(\n  'Two lines',\n  1)", ['Two lines']],
    ["{ title: mark('Image') }", ['Image']],
    ["t('It\\'s')", ["It's"]],
    ['t("It\'s")', ["It's"]],
    ['t`§{a} has §{count(b, `§{c}`)} of §{d ? "}" : { e: 1 }.e}`', ['{0} has {1} of {2}']],
    ['t`one §{t`two §{a}`} \\`code\\``', ['one {0} `code`', 'two {0}']],
    ['text`no`; /* says it by `t`, once */', []],
    ["sort('name'); at(x); start('a')", []],
  ])('is read from %s', (source, texts) => {
    // The linter takes a dollar and a brace in a plain string for a slip.
    expect(textsOf(source.replaceAll('§', '$'))).toEqual(texts);
  });
});
