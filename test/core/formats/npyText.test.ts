import { describe, expect, it } from 'vitest';
import { recordText } from '../../support/npyText';

describe('text of elements that are no numbers', () => {
  it.each([
    ["'|S4'", [0x61, 0x5c, 0x00, 0xff], 'a\\\\\\x00\\xff'],
    ["'|S4'", [0x61, 0x20, 0x00, 0x00], 'a '],
    ["'<U2'", [0xe9, 0, 0, 0, 0x00, 0xf6, 0x01, 0], 'é😀'],
    ["'>U2'", [0, 0, 0, 0x41, 0, 0, 0, 0], 'A'],
    ["'<U1'", [0xff, 0xff, 0xff, 0xff], '\ufffd'],
    ["'|V3'", [1, 2, 0xab], '0102ab'],
    ["'>m8[D]'", [0, 0, 0, 0, 0, 0, 0, 5], '5 days'],
    [
      "[('a', '>i2', (2,)), ('b', [('c', '|b1')])]",
      [1, 0, 0, 2, 1],
      '{"a": [256, 2], "b": {"c": 1}}',
    ],
    [
      "[('x', '|u1'), ('', '|V2'), (('title', 'y'), '|S1')]",
      [7, 0, 0, 0x22],
      '{"x": 7, "y": "\\""}',
    ],
    ["[('c', '>c8')]", [0x3f, 0x80, 0, 0, 0x80, 0, 0, 0], '{"c": [1, -0]}'],
  ])('%s', async (descr, bytes, text) => {
    expect(await recordText(descr, Uint8Array.from(bytes))).toBe(text);
  });

  it.each([
    ['M8[Y]', -1971n, '-001'],
    ['M8[Y]', -1970n, '0000'],
    ['M8[M]', -1n, '1969-12'],
    ['M8[D]', 19_782n, '2024-02-29'],
    ['M8[D]', -719_529n, '-001-12-31'],
    ['M8[7D]', 1n, '1970-01-08'],
    ['M8[h]', -1n, '1969-12-31T23'],
    ['M8[us]', -1n, '1969-12-31T23:59:59.999999'],
    ['M8[as]', -(2n ** 63n) + 1n, '1969-12-31T23:59:50.776627963145224193'],
    ['m8[25s]', 3n, '75 seconds'],
    ['m8', 3n, '3 generic time units'],
    ['M8[s]', -(2n ** 63n), 'NaT'],
    ['m8[s]', -(2n ** 63n), 'NaT'],
  ])('%s of %d is %s, as numpy writes it', async (code, ticks, text) => {
    const bytes = new Uint8Array(BigInt64Array.of(ticks).buffer);
    expect(await recordText(`'<${code}'`, bytes)).toBe(text);
  });

  it('of a huge element stops and says how much is left', async () => {
    const text = await recordText("[('a', '|u1', (5000,))]", new Uint8Array(5000));
    expect(text).toContain('… 4000 more');
    expect(
      (await recordText("'|V100000'", new Uint8Array(100_000))).endsWith('… 34464 more bytes'),
    ).toBe(true);
  });
});
