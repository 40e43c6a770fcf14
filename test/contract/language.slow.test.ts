import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONVERSIONS } from '../../src/core/convert/index';
import { parseOptions } from '../../src/core/convert/options';
import { TensorFileError } from '../../src/core/errors';
import { setStrings } from '../../src/core/l10n';
import { conversionInputs } from '../../src/engine/convert/inputs';
import { offersFor } from '../../src/engine/convert/offers';
import { allFindings } from '../../src/engine/lintFile';
import { type OpenedFile, openFile } from '../../src/engine/openedFile';
import { casePath } from '../support/cases';
import { englishWords, otherLanguage } from '../support/otherLanguage';

beforeAll(() => setStrings(otherLanguage()));
afterAll(() => setStrings({}));

/** What Python calls its types, formats their parts, and the cases their tensors. */
const NAMES =
  'npy npz gguf safetensors torch pickle archive bool byteorder bytes dict float int list lzma none other shape str tuple image mask'.split(
    ' ',
  );
/** What libvips says of a picture, whose language is English. */
const LIBRARY = /: Input buffer .*/;
const WORD = { relativePath: '', kinds: [], contracts: undefined, rules: undefined };
/** Values of larger files are not read: what they say was said of smaller ones. */
const READ_BYTES = 4 * 1024 * 1024;

const wordsOf = (text: string) => text.split(/[^a-z]+/);

/** All that the engine says of an open file, refusals of conversions included. */
async function textsOf(opened: OpenedFile): Promise<string[]> {
  const { file, classifications } = opened;
  const size = file.tensors.reduce((sum, tensor) => sum + tensor.byteLength, 0);
  const findings = size > READ_BYTES ? opened.findings : await allFindings(opened, undefined);
  const inputs = conversionInputs(opened).slice(0, 8);
  const refusals = inputs.flatMap(input => CONVERSIONS.map(one => one.applies(input) ?? ''));
  return [
    ...findings.flatMap(({ message, found = '', expected = '', why = '' }) => [
      message,
      found,
      expected,
      why,
    ]),
    ...classifications.flatMap(({ because, ambiguity = '' }) => [because, ambiguity]),
    ...refusals,
    ...offersFor(opened, null).flatMap(({ preview, reason = '' }) => [preview, reason]),
  ];
}

test.each(['comfy', 'images', 'numpy', 'pytorch', 'safetensors'])(
  'what the engine says of the cases of %s is in the language of its reader',
  async folder => {
    for (const name of readdirSync(casePath(folder))) {
      const path = join(casePath(folder), name);
      const refused = (error: unknown) => {
        if (error instanceof TensorFileError) return error;
        throw error;
      };
      const opened = await openFile({ type: 'path', path }, WORD).catch(refused);
      const isFile = !(opened instanceof TensorFileError);
      const texts = isFile
        ? await textsOf(opened).catch(error => [refused(error).message])
        : [opened.message];
      const own = isFile
        ? opened.headers.flatMap(({ name, dtype }) => wordsOf(`${name} ${dtype}`))
        : [];
      if (isFile) await opened.close();
      for (const text of texts) {
        const said = text.replace(LIBRARY, '');
        expect(englishWords(said, [...NAMES, ...own]), `${name}: ${text}`).toEqual([]);
      }
    }
  },
);

test('options that will not do are refused in the language of their reader', () => {
  for (const { id, options } of CONVERSIONS)
    for (const texts of [
      {},
      { nothing: '' },
      ...options.flatMap(({ name }) =>
        ['#', '1e99', '-1e9', '0.5'].map(text => ({ [name]: text })),
      ),
    ])
      try {
        parseOptions(id, options, texts);
      } catch (error) {
        const { message } = error as TensorFileError;
        const own = options.flatMap(option => [option.name, ...(option.choices ?? [])]);
        expect(englishWords(message, [id, ...own.flatMap(wordsOf)]), message).toEqual([]);
      }
});
