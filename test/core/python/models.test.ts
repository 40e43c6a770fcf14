import { describe, expect, it } from 'vitest';
import { opFamilies } from '../../../src/core/python/models';

describe('operation families', () => {
  it('name each operation once, so that none hides another', () => {
    for (const kind of ['functions', 'methods', 'arrayMethods'] as const) {
      const names = opFamilies.flatMap(family => family[kind] ?? []);
      const twice = names.filter((name, i) => names.indexOf(name) !== i);
      expect(twice, kind).toEqual([]);
    }
  });
});
