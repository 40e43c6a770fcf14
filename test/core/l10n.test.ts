import { afterEach, describe, expect, expectTypeOf, test } from 'vitest';
import type { TensorFileError } from '../../src/core/errors';
import { type LocalText, mark, oneOf, type Strings, setStrings, t } from '../../src/core/l10n';
import type { Draft } from '../../src/core/lint/rule';
import type { Violation } from '../../src/core/python/domain/outcome';
import type { FileProblem } from '../../src/core/tensor/tensor';

afterEach(() => setStrings({}));

const GERMAN: Strings = {
  '"{0}" has {1} channels': '{1} Kanäle hat "{0}"',
  'No tensors': 'Keine Tensoren',
  '{0} or {1}': '{0} oder {1}',
};

describe('a text', () => {
  test.each<[string, Strings, string, string, string]>([
    ['English', {}, '"a" has 3 channels', 'No tensors', '2 or 3'],
    ['another language', GERMAN, '3 Kanäle hat "a"', 'Keine Tensoren', '2 oder 3'],
  ])('is said in %s', (_, strings, template, literal, either) => {
    setStrings(strings);
    expect(t`"${'a'}" has ${3} channels`).toBe(template);
    expect(t('"{0}" has {1} channels', 'a', 3)).toBe(template);
    expect(t('No tensors')).toBe(literal);
    expect(t(mark('No tensors'))).toBe(literal);
    expect(oneOf([2, 3])).toBe(either);
  });

  test('lists what may be in words', () => {
    expect(oneOf([2, 3, 4])).toBe('2 or 3 or 4');
  });

  test.each<Strings>([{}, { '"{0}"': '"{0}"' }, GERMAN])(
    'keeps what a file wrote, whatever it looks like (%#)',
    strings => {
      setStrings(strings);
      for (const name of ['{0}', '{1} $&', '__proto__', '\\', ''])
        expect(t`"${name}" has ${4n} channels`).toContain(`"${name}"`);
      expect(t('constructor')).toBe('constructor');
    },
  );
});

test('errors, findings and problems take no text that could not be translated', () => {
  expectTypeOf<string>().not.toExtend<ConstructorParameters<typeof TensorFileError>[0]>();
  expectTypeOf<string>().not.toExtend<Draft['message']>();
  expectTypeOf<string>().not.toExtend<NonNullable<Draft['found' | 'expected' | 'why']>>();
  expectTypeOf<string>().not.toExtend<FileProblem['message']>();
  expectTypeOf<string>().not.toExtend<Violation['message']>();
  expectTypeOf<string>().not.toExtend<NonNullable<Violation['fix']>['title']>();
  expectTypeOf<LocalText>().toExtend<string>();
});
