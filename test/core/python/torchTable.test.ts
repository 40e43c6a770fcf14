import { expect, it } from 'vitest';
import { compareProgram, emptyTally, type Outcome } from './differential/compare';
import { programOf } from './differential/programs';
import { readTable, unpacked } from './differential/table';

it('operations give what torch gives, and what torch refuses is never called sound', () => {
  const tally = emptyTally();
  for (const row of readTable()) {
    const outcome: Outcome = {
      error: row.error ?? null,
      done: row.error ? [] : [0, 1],
      vars: row.out === undefined ? {} : { v0: unpacked(row.out) },
    };
    compareProgram(programOf(row.in, `v0 = ${row.code}`), outcome, tally);
  }
  expect(tally.disagreements).toEqual([]);
  expect(tally.programs).toBe(3240);
  // Silence is allowed, but not more of it than there was: percents of the values, and of what raised.
  const share = (known: number, all: number) => Math.floor((100 * known) / all);
  expect({
    ranks: share(tally.knownRanks, tally.values),
    shapes: share(tally.knownShapes, tally.values),
    dtypes: share(tally.knownDtypes, tally.values),
    told: share(tally.told, tally.raised),
  }).toEqual({ ranks: 97, shapes: 85, dtypes: 87, told: 15 });
});
