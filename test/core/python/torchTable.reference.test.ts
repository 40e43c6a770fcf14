import { describe, expect, it } from 'vitest';
import { pythonHas } from '../../support/python';
import { makeTable, readTable } from './differential/table';

const PYTHON = process.env.TENSOR_LOUPE_PYTHON ?? '/usr/bin/python3';

describe.runIf(pythonHas('torch'))('the table of operations', () => {
  it('is what torch gives', () => {
    expect(makeTable(PYTHON)).toEqual(readTable());
  });
});
