import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/core/bytes/memorySource';
import { parseHeader } from '../../../src/core/formats/safetensorsHeader';

const source = memorySource(new Uint8Array(0));
const name = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', '.', '0', 'é', ' ', ',', '[', ']', '{', '"', '\\') }),
  fc.constantFrom('__proto__', 'constructor', '', '__metadata__', '0', 'weight'),
);
const size = fc.oneof(fc.nat(9), fc.constantFrom(2 ** 31, 2 ** 40, 10 ** 15, 2 ** 53 - 1));
const tensor = fc.record({
  // One wrong dtype refuses the whole header, so few are.
  dtype: fc.oneof(
    { weight: 40, arbitrary: fc.constantFrom('F32', 'BF16', 'F4') },
    fc.constantFrom('C128', 'X9'),
  ),
  shape: fc.array(size, { maxLength: 4 }),
  data_offsets: fc.tuple(size, size),
});
const metadata = fc.constant({ prompt: '{"1": [2, "a\\b"]}' });
const header = fc.array(fc.tuple(name, fc.oneof({ weight: 9, arbitrary: tensor }, metadata)));
const joint = fc.constantFrom(', ', ',', ' ,\n');
const edit = fc.record({
  at: fc.nat(),
  text: fc.constantFrom('', '"', ',', '0', '-', ' ', '.', ']', '}'),
});

/** The header as the libraries write it, compact or with spaces, names twice where they come twice. */
function written(members: [string, object][], between: string, hasSpaces: boolean): string {
  const spaced = (value: unknown): string =>
    Array.isArray(value)
      ? `[${value.map(spaced).join(', ')}]`
      : typeof value === 'object' && value !== null
        ? `{${Object.entries(value)
            .map(([key, item]) => `${JSON.stringify(key)}: ${spaced(item)}`)
            .join(', ')}}`
        : JSON.stringify(value);
  const text = hasSpaces ? spaced : JSON.stringify;
  const colon = hasSpaces ? ': ' : ':';
  return `{${members.map(([key, value]) => JSON.stringify(key) + colon + text(value)).join(between)}}`;
}

/** What comes of a header, or that it is refused; bytes of the text aside, which differ by a space. */
function outcome(text: string): unknown {
  try {
    const { tensors, metadata: map, problems } = parseHeader(text, source, 1024);
    return { tensors, metadata: [...map], problems: problems.map(({ message }) => message) };
  } catch (error) {
    return String(error).replace(/ at byte \d+$/, '');
  }
}

describe('a header', () => {
  it('says the same however its entries are written', () => {
    fc.assert(
      fc.property(
        header,
        joint,
        fc.boolean(),
        fc.array(edit, { maxLength: 2 }),
        (members, between, hasSpaces, edits) => {
          let text = written(members, between, hasSpaces);
          for (const { at, text: put } of edits) {
            const place = at % text.length;
            text = text.slice(0, place) + put + text.slice(place + 1);
          }
          // A space that the libraries do not write leaves the entry to the reader of any JSON.
          const unusual = text.replace(/\{(?="dtype")/g, '{ ');
          expect(outcome(text)).toEqual(outcome(unusual));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each(['01', '-1', '1.0', '1e1', '', '9007199254740993', '+1'])(
    'that ends a tensor at byte "%s" is refused',
    end => {
      const text = `{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,${end}]}}`;
      expect(() => parseHeader(text, source, 0)).toThrow(/header is wrong/);
    },
  );

  it('that breaks a rule a thousand times has the first hundred told, and the rest counted', () => {
    const keys = Array.from({ length: 1000 }, (_, i) => `"k${i}":1`).join();
    const { problems } = parseHeader(`{"__metadata__":{${keys}}}`, source, 0);
    expect(problems).toHaveLength(101);
    expect(problems[100]!.message).toBe('900 more have the same problem');
  });
});
