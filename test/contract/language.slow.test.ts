import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TensorFileError } from '../../src/core/errors';
import { setStrings } from '../../src/core/l10n';
import { casePath } from '../support/cases';
import { openOrError } from '../support/openCase';
import { englishWords, otherLanguage } from '../support/otherLanguage';

beforeAll(() => setStrings(otherLanguage()));
afterAll(() => setStrings({}));

/** What Python calls its types, and the cases their own parts. */
const FORMAT_WORDS =
  'archive bool byteorder bytes dict float int list lzma none other shape str tuple'.split(' ');
const FOLDERS = ['comfy', 'numpy', 'pytorch', 'safetensors'];

describe.each(FOLDERS)('files of %s', folder => {
  const files = readdirSync(casePath(folder)).filter(
    name => !/\.(json|md|py|jpg|png|webp|gif|tiff?|avif|bmp)$/.test(name),
  );
  test('are refused in the language of their reader', async () => {
    for (const name of files) {
      const opened = await openOrError(join(casePath(folder), name)).catch(() => null);
      if (!opened) continue;
      const texts =
        opened instanceof TensorFileError
          ? [opened.message]
          : opened.problems.map(problem => problem.message);
      for (const text of texts)
        expect(englishWords(text, FORMAT_WORDS), `${name}: ${text}`).toEqual([]);
    }
  });
});
