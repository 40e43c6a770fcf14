import { describe, expect, test } from 'vitest';
import { readAhead } from '../../../src/core/tensor/readAhead';

const settled = () => new Promise(resolve => setImmediate(resolve));

/** Numbers from 0, and a note of each that is read, and of the end. */
async function* counted(count: number, log: string[], gate?: Promise<void>) {
  try {
    for (let i = 0; i < count; i++) {
      log.push(`read ${i}`);
      if (i > 0) await gate;
      yield i;
    }
  } finally {
    log.push('closed');
  }
}

describe('reading ahead', () => {
  test('gives every value in order, and reads the next while one is worked on', async () => {
    const log: string[] = [];
    for await (const value of readAhead(counted(3, log))) {
      await settled();
      log.push(`take ${value}`);
    }
    const notes = ['read 0', 'read 1', 'take 0', 'read 2', 'take 1', 'closed', 'take 2'];
    expect(log).toEqual(notes);
  });

  test('ends, once it is left, after what was being read, and reads nothing more', async () => {
    const log: string[] = [];
    let open = () => {};
    const gate = new Promise<void>(resolve => (open = resolve));
    let isLeft = false;
    const leaving = (async () => {
      for await (const _ of readAhead(counted(5, log, gate))) break;
      isLeft = true;
    })();
    await settled();
    expect(isLeft).toBe(false);
    open();
    await leaving;
    expect(log).toEqual(['read 0', 'read 1', 'closed']);
  });

  test('tells of a failure in its turn, to nobody else', async () => {
    async function* failing() {
      yield 0;
      throw new Error('cut short');
    }
    const taken: number[] = [];
    const reading = (async () => {
      for await (const value of readAhead(failing())) taken.push(value);
    })();
    await expect(reading).rejects.toThrow('cut short');
    expect(taken).toEqual([0]);
    for await (const _ of readAhead(failing())) break;
    await settled();
  });
});
