import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonCursor } from '../../../src/core/formats/jsonCursor';
import { verbatim } from '../../../src/core/l10n';

function read(text: string): unknown {
  const cursor = new JsonCursor(text, verbatim('test'));
  const value = readValue(cursor);
  cursor.end();
  return value;
}

function readValue(cursor: JsonCursor): unknown {
  const kind = cursor.kind();
  if (kind === 'object') {
    const members: [string, unknown][] = [];
    cursor.object(key => members.push([key, readValue(cursor)]));
    return Object.fromEntries(members);
  }
  if (kind === 'array') {
    const items: unknown[] = [];
    cursor.array(() => items.push(readValue(cursor)));
    return items;
  }
  if (kind === 'string') return cursor.string();
  return JSON.parse(cursor.skip());
}

describe('the JSON cursor', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 1, 3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(read(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it('refuses what JSON.parse refuses, and never loops', () => {
    const text = '{"a":[1,-2.5e+3,"\\u00e9\\n",true,null],"b":{}}';
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ maxLength: 2 }), (at, inserted) => {
        const broken = text.slice(0, at) + inserted + text.slice(at + 1);
        let isJson = true;
        try {
          JSON.parse(broken);
        } catch {
          isJson = false;
        }
        if (isJson) expect(() => read(broken)).not.toThrow();
        else expect(() => read(broken)).toThrow('test: ');
      }),
      { numRuns: 1000, seed: 2 },
    );
  });

  it.each([
    ['"\\ud800"', 'half of a surrogate pair'],
    ['"\\ude00"', 'half of a surrogate pair'],
    ['"\\ud83dx"', 'half of a surrogate pair'],
    ['1e400', 'out of range'],
    [`${'['.repeat(128)}${']'.repeat(128)}`, 'nested more than 127 deep'],
    ['\ufeff{}', 'unexpected'],
  ])('refuses %s, which JSON.parse may take', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it.each(['1.0', '1e0', '-0', '-1', '9007199254740992', '18446744073709551616', '"1"', 'true'])(
    'takes %s for no whole number',
    text => {
      expect(() => new JsonCursor(text, verbatim('test')).unsigned('size')).toThrow('size');
    },
  );

  it('names the byte, not the character', () => {
    expect(() => new JsonCursor('"é€" x', verbatim('test'), 8).object(() => {})).toThrow(
      'at byte 8',
    );
    const cursor = new JsonCursor('"é€" x', verbatim('test'), 8);
    cursor.string();
    expect(() => cursor.end()).toThrow('at byte 16');
  });
});
