/** Pickles written by hand, one opcode at a time (source: Python's pickletools). */
const bytes = (...parts: (number | string | Uint8Array)[]): Buffer =>
  Buffer.concat(
    parts.map(part => (typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))),
  );

const u32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};

const f64 = (value: number): Buffer => {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleBE(value);
  return buffer;
};

/** A whole pickle around a value. */
export const pickle = (value: Uint8Array, protocol = 2): Uint8Array =>
  new Uint8Array(bytes(0x80, protocol, value, '.'));

export const p = {
  none: bytes('N'),
  yes: bytes(0x88),
  no: bytes(0x89),
  int: (value: number) => bytes('J', u32(value >>> 0)),
  float: (value: number) => bytes('G', f64(value)),
  text: (value: string) => bytes('X', u32(Buffer.byteLength(value)), value),
  data: (value: Uint8Array) => bytes('B', u32(value.length), value),
  global: (module: string, name: string) => bytes('c', `${module}\n${name}\n`),
  tuple: (...items: Uint8Array[]) => bytes('(', ...items, 't'),
  list: (...items: Uint8Array[]) => bytes('](', ...items, 'e'),
  dict: (...entries: [Uint8Array | string, Uint8Array][]) =>
    bytes('}(', ...entries.flatMap(([k, v]) => [typeof k === 'string' ? p.text(k) : k, v]), 'u'),
  call: (callable: Uint8Array, ...args: Uint8Array[]) => bytes(callable, p.tuple(...args), 'R'),
  make: (callable: Uint8Array, ...args: Uint8Array[]) => bytes(callable, p.tuple(...args), 0x81),
  build: (object: Uint8Array, state: Uint8Array) => bytes(object, state, 'b'),
  put: (value: Uint8Array, index: number) => bytes(value, 'q', index),
  get: (index: number) => bytes('h', index),
};

/** `("storage", class, key, location, count)` as a persistent id. */
export const storage = (type: string, key: string, count: number, location = 'cpu'): Buffer => {
  const [module, name] = type.includes('.') ? type.split(/\.(?=[^.]*$)/) : ['torch', type];
  const id = p.tuple(
    p.text('storage'),
    p.global(module!, name!),
    p.text(key),
    p.text(location),
    p.int(count),
  );
  return bytes(id, 'Q');
};

const ints = (values: readonly number[]): Buffer => p.tuple(...values.map(p.int));
const hooks = p.call(p.global('collections', 'OrderedDict'));

/** A call of `torch._utils._rebuild_tensor_v2`. */
export const tensor = (
  on: Uint8Array,
  size: readonly number[],
  stride: readonly number[],
  offset = 0,
): Buffer =>
  p.call(
    p.global('torch._utils', '_rebuild_tensor_v2'),
    on,
    p.int(offset),
    ints(size),
    ints(stride),
    p.no,
    hooks,
  );

/** A call of `torch._utils.<name>` that ends with `dtype`, as `_rebuild_tensor_v3` does. */
export const tensorV3 = (on: Uint8Array, size: readonly number[], dtype: string): Buffer => {
  const stride = size.map((_, i) => size.slice(i + 1).reduce((a, b) => a * b, 1));
  return p.call(
    p.global('torch._utils', '_rebuild_tensor_v3'),
    on,
    p.int(0),
    ints(size),
    ints(stride),
    p.no,
    hooks,
    p.global('torch', dtype),
  );
};

export { ints as intTuple };
