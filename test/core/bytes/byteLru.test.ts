import { expect, test } from 'vitest';
import { ByteLru } from '../../../src/core/bytes/byteLru';

const lru = (maxBytes: number) => new ByteLru<string>(maxBytes, text => text.length);

test('what was used last stays, and the bytes of what went are free again', () => {
  const held = lru(4);
  held.set('a', 'aa');
  held.set('b', 'bb');
  expect(held.get('a')).toBe('aa');
  held.set('c', 'cc');
  expect(held.has('b')).toBe(false);
  expect([held.get('a'), held.get('c'), held.heldBytes]).toEqual(['aa', 'cc', 4]);
  for (let i = 0; i < 100; i++) held.set(`k${i}`, 'x');
  expect(held.heldBytes).toBe(4);
  expect(['k95', 'k96', 'k97', 'k98', 'k99'].map(key => held.has(key))).toEqual([
    false,
    true,
    true,
    true,
    true,
  ]);
});

test('a value set again counts once, one beyond the maximum is not kept', () => {
  const held = lru(4);
  held.set('a', 'aaa');
  held.set('a', 'a');
  expect(held.heldBytes).toBe(1);
  held.set('a', 'aaaa');
  expect(held.has('a')).toBe(true);
  held.set('b', 'bbbbb');
  expect([held.has('a'), held.has('b'), held.heldBytes]).toEqual([false, false, 0]);
  held.delete('b');
  expect(held.heldBytes).toBe(0);
});
