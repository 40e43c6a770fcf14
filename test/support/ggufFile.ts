/** One tensor of a test file; `offset` says a place of its own. */
export interface GgufPart {
  readonly name: string;
  /** Fastest axis first, as the file has them. */
  readonly dims: readonly number[];
  readonly type: number;
  readonly bytes: Uint8Array;
  readonly offset?: number;
}

interface TestGguf {
  readonly version?: number;
  readonly alignment?: number;
  readonly keys?: readonly Uint8Array[];
  readonly tensors?: readonly GgufPart[];
  readonly tensorCount?: number;
  readonly keyCount?: number;
}

const join = (...parts: readonly Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

function number(bytes: 2 | 4 | 8, value: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  if (bytes === 2) buffer.writeUInt16LE(value);
  else if (bytes === 4) buffer.writeInt32LE(value | 0);
  else buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

const text = (value: string) => join(number(8, Buffer.byteLength(value)), Buffer.from(value));
const array = (key: string, type: number, items: readonly Uint8Array[]) =>
  join(text(key), number(4, 9), number(4, type), number(8, items.length), ...items);

/** Keys with their values (the GGUF specification's types by their numbers). */
export const kv = {
  u16: (key: string, value: number) => join(text(key), number(4, 2), number(2, value)),
  u32: (key: string, value: number) => join(text(key), number(4, 4), number(4, value)),
  text: (key: string, value: string) => join(text(key), number(4, 8), text(value)),
  texts: (key: string, values: readonly string[]) => array(key, 8, values.map(text)),
  u32s: (key: string, values: readonly number[]) =>
    array(
      key,
      4,
      values.map(v => number(4, v)),
    ),
  i32s: (key: string, values: readonly number[]) =>
    array(
      key,
      5,
      values.map(v => number(4, v)),
    ),
  /** An array of so many texts, of which none is there. */
  lyingArray: (key: string, count: number) =>
    join(text(key), number(4, 9), number(4, 8), number(8, count)),
  /** Arrays of one array each, so many deep. */
  nested: (key: string, depth: number) =>
    join(
      text(key),
      number(4, 9),
      ...Array.from({ length: depth }, () => join(number(4, 9), number(8, 1))),
      number(4, 4),
      number(8, 0),
    ),
  ofType: (key: string, type: number) => join(text(key), number(4, type), number(8, 0)),
};

/** A GGUF file of these parts, as ggml lays it out unless a part says otherwise. */
export function ggufFile(file: TestGguf): Uint8Array {
  const { version = 3, alignment = 32, keys = [], tensors = [] } = file;
  const padded = (bytes: Uint8Array) =>
    join(bytes, new Uint8Array((alignment - (bytes.length % alignment)) % alignment));
  let next = 0;
  const infos = tensors.map(({ name, dims, type, bytes, offset = next }) => {
    next = offset + padded(bytes).length;
    const axes = dims.map(size => number(8, size));
    return join(text(name), number(4, dims.length), ...axes, number(4, type), number(8, offset));
  });
  const head = join(
    Buffer.from('GGUF'),
    number(4, version),
    number(8, file.tensorCount ?? tensors.length),
    number(8, file.keyCount ?? keys.length),
    ...keys,
    ...infos,
  );
  return join(padded(head), ...tensors.map(({ bytes }) => padded(bytes)));
}
