import { byteSize } from '../byteSize';
import type { ByteSource } from '../bytes/byteSource';
import { latin1 } from '../bytes/latin1';
import { readU16, readU32 } from '../bytes/littleEndian';
import { TensorFileError } from '../errors';
import { t, verbatim } from '../l10n';
import { cStrides, elementCount, fortranStrides } from '../tensor/slice';
import type { FileProblem, Tensor } from '../tensor/tensor';
import { isNpy } from './magic';
import { descrType } from './npyRecord';
import { type NpyType, ObjectArrayError } from './npyTypes';
import { MAX_INFLATED_PICKLE_BYTES } from './pickle/limits';
import { namedProblems } from './pickle/namedProblems';
import { scanPickles } from './pickle/scanPickles';
import { type PythonValue, parsePythonLiteral } from './pythonLiteral';

const VERSION_BYTES = 8;
/** Bytes of the header's length in each version. */
const LENGTH_BYTES: ReadonlyMap<string, 2 | 4> = new Map([
  ['1.0', 2],
  ['2.0', 4],
  ['3.0', 4],
]);
/** numpy's own limit is 10,000 characters unless the file is trusted; ours leaves room for wide records. */
const MAX_HEADER_BYTES = 1024 * 1024;
/** numpy 2's own limit on axes. */
const MAX_RANK = 64;
const KEYS = ['descr', 'fortran_order', 'shape'] as const;

/** One array of a .npy file or of an .npz member. */
export interface NpyArray {
  readonly tensor: Tensor;
  readonly problems: readonly FileProblem[];
}

/**
 * Reads the header of a .npy file as numpy does.
 * @throws TensorFileError when it is not one, holds Python objects, or the data is short.
 */
export async function openNpyArray(
  source: ByteSource,
  name: string,
  signal?: AbortSignal,
  headers = new NpyHeaders(),
): Promise<NpyArray> {
  const { bytes, version, dataOffset } = await readHeaderBytes(source, signal);
  const parse = () => headers.read(bytes, version);
  const header = await parseOrTell(parse, source, dataOffset, signal);
  const { dtype, byteOrder, itemBytes } = header.type;
  const count = elementCount(header.shape);
  const byteLength = count * itemBytes;
  const available = source.size - dataOffset;
  if (!(byteLength <= available)) {
    throw new TensorFileError(
      t`The array of shape [${header.shape.join(', ')}] and dtype ${header.type.descr} needs ${byteLength} bytes, the file has ${available} after its header: it is cut short`,
      { byteOffset: source.size },
    );
  }
  const tensor: Tensor = {
    name,
    dtype,
    shape: header.shape,
    strides: header.strides,
    byteOffset: dataOffset,
    byteOrder,
    byteLength,
    source,
  };
  const rest = available - byteLength;
  return { tensor, problems: rest > 0 ? [trailing(tensor, rest)] : [] };
}

/** Headers of one archive: most of its arrays have the same, which is then read once. */
export class NpyHeaders {
  #bytes: Uint8Array | undefined;
  #version = '';
  #header: NpyHeader | undefined;

  /** @throws TensorFileError when it is no header of numpy's. */
  read(bytes: Uint8Array, version: string): NpyHeader {
    const isKnown =
      this.#bytes?.length === bytes.length &&
      this.#version === version &&
      this.#bytes.every((byte, i) => byte === bytes[i]);
    if (isKnown && this.#header) return this.#header;
    this.#header = parseHeader(decodeText(bytes, version), version);
    [this.#bytes, this.#version] = [bytes, version];
    return this.#header;
  }
}

async function parseOrTell(
  parse: () => NpyHeader,
  source: ByteSource,
  dataOffset: number,
  signal?: AbortSignal,
): Promise<NpyHeader> {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ObjectArrayError)) throw error;
    const length = Math.min(source.size - dataOffset, MAX_INFLATED_PICKLE_BYTES);
    const bytes = await source.read(dataOffset, length, signal);
    const [worst] = namedProblems(scanPickles(bytes, t('The pickle')).globals);
    if (worst?.rule !== 'file/pickle-global') throw error;
    throw new TensorFileError(
      verbatim(`${error.message}. ${worst.message}`),
      {},
      { rule: worst.rule },
    );
  }
}

function trailing(tensor: Tensor, count: number): FileProblem {
  return {
    rule: 'file/trailing-bytes',
    tensor: tensor.name,
    byteOffset: tensor.byteOffset + tensor.byteLength,
    message: t`${byteSize(count)} follow the array: numpy ignores them; a second np.save into the same file leaves its array there`,
  };
}

async function readHeaderBytes(source: ByteSource, signal?: AbortSignal) {
  const start = await source.read(0, Math.min(source.size, VERSION_BYTES + 4), signal);
  if (!isNpy(start)) {
    throw new TensorFileError(
      t('A .npy file starts with the bytes \\x93NUMPY; this one does not'),
      {
        byteOffset: 0,
      },
    );
  }
  const version = `${start[6]}.${start[7]}`;
  const lengthBytes = LENGTH_BYTES.get(version);
  if (start.length < VERSION_BYTES || !lengthBytes) {
    throw new TensorFileError(
      start.length < VERSION_BYTES
        ? t('The file ends inside its magic bytes: it is cut short')
        : t`The .npy version is ${version}: only 1.0, 2.0 and 3.0 exist`,
      { byteOffset: 6 },
    );
  }
  const length = lengthBytes === 2 ? readU16(start, VERSION_BYTES) : readU32(start, VERSION_BYTES);
  const offset = VERSION_BYTES + lengthBytes;
  if (length > MAX_HEADER_BYTES || offset + length > source.size) {
    throw new TensorFileError(
      length > MAX_HEADER_BYTES
        ? t`The header should be ${length} bytes long, more than the limit of ${MAX_HEADER_BYTES}`
        : t`The header should end at byte ${offset + length}, the file ends at byte ${source.size}: it is cut short`,
      { byteOffset: VERSION_BYTES },
    );
  }
  const bytes = await source.read(offset, length, signal);
  return { bytes, version, dataOffset: offset + length };
}

function decodeText(bytes: Uint8Array, version: string): string {
  if (version !== '3.0') return latin1(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new TensorFileError(t('The header of version 3.0 is not UTF-8 text'), {}, { cause });
  }
}

interface NpyHeader {
  readonly type: NpyType;
  readonly shape: readonly number[];
  /** In elements. */
  readonly strides: readonly number[];
}

function parseHeader(text: string, version: string): NpyHeader {
  const literal = parsePythonLiteral(text, { longs: version !== '3.0' });
  if (literal.kind !== 'dict') {
    throw new TensorFileError(t`The header is a ${literal.kind}: expected a dict`);
  }
  const values = new Map<string, PythonValue>();
  for (const [key, value] of literal.entries) {
    if (key.kind !== 'str') throw new TensorFileError(t('The header has a key that is not text'));
    values.set(key.value, value);
  }
  const isExact = values.size === KEYS.length && KEYS.every(key => values.has(key));
  if (!isExact) {
    throw new TensorFileError(
      t`The header has the keys ${JSON.stringify([...values.keys()])}: expected exactly ${JSON.stringify(KEYS)}`,
    );
  }
  const order = values.get('fortran_order')!;
  if (order.kind !== 'bool')
    throw new TensorFileError(t('fortran_order is neither True nor False'));
  const type = descrType(values.get('descr')!);
  const shape = readShape(values.get('shape')!);
  return { type, shape, strides: (order.value ? fortranStrides : cStrides)(shape) };
}

function readShape(value: PythonValue): number[] {
  if (value.kind !== 'tuple')
    throw new TensorFileError(t`The shape is a ${value.kind}, not a tuple`);
  if (value.items.length > MAX_RANK) {
    throw new TensorFileError(
      t`The shape has ${value.items.length} axes: numpy allows ${MAX_RANK}`,
    );
  }
  return value.items.map(item => {
    if (item.kind !== 'int' || item.value < 0n) {
      throw new TensorFileError(t('The shape has a size that is not a whole number from 0 up'));
    }
    if (item.value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new TensorFileError(t`The shape has the size ${item.value}, more than 2^53`);
    }
    return Number(item.value);
  });
}
