import { describe, expect, test } from 'vitest';
import { HEADER_RULES, VALUE_RULES } from '../../../src/core/lint/index';
import { FIXTURES } from './fixtures/index';
import { findingsOf, rulesOf } from './support';

const RULES = [...HEADER_RULES, ...VALUE_RULES];

test('every fixture is of a rule', () => {
  expect(Object.keys(FIXTURES).toSorted()).toEqual(RULES.map(rule => rule.id).toSorted());
});

describe.each(RULES)('$id', rule => {
  const { fires, nearMisses } = FIXTURES[rule.id]!;

  test.each(fires.map(file => [JSON.stringify(file), file] as const))(
    'speaks once, and alone, of %s',
    (_, file) => {
      expect(rulesOf(file)).toEqual([rule.id, ...(file.also ?? [])]);
      const [finding] = findingsOf(file);
      expect(finding!.severity).toBe(file.severity ?? rule.severity);
      expect(Object.keys(file.tensors)).toContain(finding!.tensor);
      for (const text of [finding!.message, finding!.found, finding!.expected, finding!.why])
        expect(text).toMatch(/\S/);
      expect(finding!.message).not.toMatch(/undefined|NaN,|\[object/);
    },
  );

  test.each(nearMisses.map(file => [JSON.stringify(file), file] as const))(
    'says nothing of %s',
    (_, file) => expect(rulesOf(file)).not.toContain(rule.id),
  );

  test('has something that fires and something that nearly does', () => {
    expect(fires.length).toBeGreaterThan(0);
    expect(nearMisses.length).toBeGreaterThan(0);
  });
});
