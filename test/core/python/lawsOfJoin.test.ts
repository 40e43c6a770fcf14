import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alternatives, join, joinAll, sameValue } from '../../../src/core/python/domain/join';
import { multiplySizes, type Size, symbol } from '../../../src/core/python/domain/size';
import {
  type Axis,
  axis,
  bool,
  float,
  int,
  NONE,
  sequence,
  string,
  type TensorValue,
  tensor,
  tuple,
  UNKNOWN,
  type Value,
} from '../../../src/core/python/domain/value';

const sizes: fc.Arbitrary<Size> = fc.constantFrom<Size>(
  null,
  1,
  3,
  symbol('image.B'),
  symbol('image.H'),
  multiplySizes(2, symbol('image.H')),
);
const axes: fc.Arbitrary<Axis> = fc
  .tuple(sizes, fc.constantFrom('B', 'H', 'C', null))
  .map(([size, role]) => axis(size, role));
const tensors: fc.Arbitrary<TensorValue> = fc
  .record({
    library: fc.constantFrom('torch', 'torch', 'torch', 'numpy'),
    axes: fc.option(fc.array(axes, { minLength: 1, maxLength: 2 })),
    dtype: fc.constantFrom('float', 'half', 'uint8', null),
    range: fc.constantFrom<readonly [number, number] | null>([0, 1], [0, 255], null),
    aliasOf: fc.constantFrom('image', 'mask', null),
    onInputDevice: fc.boolean(),
    port: fc.constantFrom('IMAGE', 'MASK', null),
  })
  .map(parts => tensor(parts));
const pictures: fc.Arbitrary<Value> = fc
  .record({ mode: fc.constantFrom('RGB', 'L', null), width: sizes, height: sizes })
  .map(parts => ({ kind: 'pil' as const, ...parts }));
const plain: fc.Arbitrary<Value> = fc.oneof(
  { weight: 5, arbitrary: tensors },
  { weight: 1, arbitrary: fc.constant(UNKNOWN) },
  { weight: 1, arbitrary: fc.constant(NONE) },
  { weight: 1, arbitrary: fc.constantFrom(true, false, null).map(bool) },
  { weight: 1, arbitrary: fc.constantFrom(0.5, 2, null).map(float) },
  { weight: 1, arbitrary: fc.constantFrom('a', 'b', null).map(string) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(sizes, fc.constantFrom('B', 'H', null))
      .map(([size, role]) => int(size, role)),
  },
  { weight: 1, arbitrary: pictures },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom('x', 'y')
      .map(id => ({ kind: 'reference' as const, id, type: 'list' as const })),
  },
);
const nested: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: plain },
  { weight: 1, arbitrary: fc.array(plain, { maxLength: 2 }).map(items => tuple(items)) },
  {
    weight: 1,
    arbitrary: fc.tuple(plain, fc.boolean()).map(([element, isList]) => sequence(element, isList)),
  },
);
/** Any value that a program can hold: unions come out of joins alone. */
const values: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: nested },
  { weight: 1, arbitrary: fc.array(nested, { minLength: 2, maxLength: 4 }).map(joinAll) },
  { weight: 1, arbitrary: fc.array(tensors, { minLength: 2, maxLength: 3 }).map(joinAll) },
  { weight: 1, arbitrary: fc.array(pictures, { minLength: 1, maxLength: 3 }).map(joinAll) },
);

/** The same but for the order of a union's members, which says nothing. */
function same(a: Value, b: Value): boolean {
  if (a.kind === 'tuple' && b.kind === 'tuple')
    return a.items.length === b.items.length && a.items.every((item, i) => same(item, b.items[i]!));
  if (a.kind === 'sequence' && b.kind === 'sequence')
    return a.isList === b.isList && same(a.element, b.element);
  const [ours, theirs] = [alternatives(a), alternatives(b)];
  if (a.kind !== 'union' && b.kind !== 'union') return sameValue(a, b);
  return ours.length === theirs.length && ours.every(x => theirs.some(y => same(x, y)));
}

/** Whether `b` says no more than `a`: joining `a` to it changes nothing. */
const isWider = (b: Value, a: Value): boolean => same(join(b, a), b);

const show = (...items: readonly Value[]): string => JSON.stringify(items);

describe('join', () => {
  it('is commutative', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(same(join(a, b), join(b, a)), show(a, b, join(a, b), join(b, a))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is idempotent', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(same(join(a, a), a), show(a)).toBe(true);
        const wide = join(a, b);
        expect(same(join(wide, wide), wide)).toBe(true);
      }),
      { numRuns: 800 },
    );
  });

  it('says of neither side more than is true of both', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        const wide = join(a, b);
        expect(isWider(wide, a) && isWider(wide, b), show(a, b, wide)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is associative', () => {
    fc.assert(
      fc.property(tensors, tensors, tensors, (a, b, c) => {
        expect(same(join(join(a, b), c), join(a, join(b, c)))).toBe(true);
      }),
      { numRuns: 800 },
    );
  });

  it('is monotone: who knows less beforehand knows no more afterwards', () => {
    fc.assert(
      fc.property(values, values, values, (a, more, b) => {
        const wider = join(a, more);
        // Past the limit of alternatives nothing is known, though a wider member may bring it below again.
        if (join(a, b) === UNKNOWN) return;
        expect(isWider(join(wider, b), join(a, b)), show(a, more, b)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('is Unknown with Unknown, and with nothing to join', () => {
    fc.assert(
      fc.property(values, a => {
        expect(join(a, UNKNOWN)).toBe(UNKNOWN);
        expect(join(UNKNOWN, a)).toBe(UNKNOWN);
      }),
    );
    expect(joinAll([])).toBe(UNKNOWN);
  });

  it('ends: a value that is joined again and again soon stays as it is', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 30, maxLength: 30 }), items => {
        let value = items[0]!;
        let changes = 0;
        for (const item of items) {
          const next = join(value, item);
          if (!same(next, value)) changes++;
          value = next;
        }
        expect(changes).toBeLessThanOrEqual(24);
        for (const item of items) expect(same(join(value, item), value)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('keeps of two tensors only what they share', () => {
    fc.assert(
      fc.property(tensors, tensors, (a, b) => {
        const wide = join(a, b);
        if (wide.kind !== 'tensor') return;
        for (const part of ['dtype', 'aliasOf', 'port', 'library'] as const) {
          const shared = a[part] === b[part] ? a[part] : null;
          expect(wide[part], part).toBe(shared);
        }
        expect(wide.onInputDevice).toBe(a.onInputDevice && b.onInputDevice);
        expect(wide.axes?.length).toBe(a.axes?.length);
      }),
      { numRuns: 800 },
    );
  });
});
