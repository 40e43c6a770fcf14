import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CopyOnWriteMap } from '../../../src/core/python/domain/copyOnWriteMap';

type Step =
  | { readonly kind: 'set'; readonly map: number; readonly key: string; readonly value: number }
  | { readonly kind: 'delete'; readonly map: number; readonly key: string }
  | { readonly kind: 'copy'; readonly map: number }
  | { readonly kind: 'assign'; readonly map: number; readonly from: number };

const index = fc.nat(20);
const key = fc.constantFrom('a', 'b', 'c', 'd');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), map: index, key, value: fc.nat(3) }),
  fc.record({ kind: fc.constant('delete' as const), map: index, key }),
  fc.record({ kind: fc.constant('copy' as const), map: index }),
  fc.record({ kind: fc.constant('assign' as const), map: index, from: index }),
);

/** Does one step to our maps and to plain ones that are copied whole. */
function doStep(ours: CopyOnWriteMap<string, number>[], plain: Map<string, number>[], step: Step) {
  const at = step.map % ours.length;
  switch (step.kind) {
    case 'set':
      ours[at]!.set(step.key, step.value);
      plain[at]!.set(step.key, step.value);
      break;
    case 'delete':
      ours[at]!.delete(step.key);
      plain[at]!.delete(step.key);
      break;
    case 'copy':
      ours.push(ours[at]!.copy());
      plain.push(new Map(plain[at]));
      break;
    case 'assign': {
      const from = step.from % ours.length;
      ours[at]!.assign(ours[from]!);
      plain[at] = new Map(plain[from]);
    }
  }
}

test('copies that share their entries change apart, as plain maps do that are copied whole', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const ours = [new CopyOnWriteMap<string, number>()];
      const plain = [new Map<string, number>()];
      for (const item of steps) doStep(ours, plain, item);
      expect(ours.map(map => [...map])).toEqual(plain.map(map => [...map]));
      for (const [i, a] of ours.entries())
        for (const [j, b] of ours.entries())
          if (a.isSameAs(b)) expect([...plain[i]!]).toEqual([...plain[j]!]);
    }),
  );
});
