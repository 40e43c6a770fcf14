import type { ByteSource } from '../bytes/byteSource';
import { readU64 } from '../bytes/littleEndian';
import { TensorFileError } from '../errors';
import { type LocalText, type Marked, mark, t } from '../l10n';
import type { DType } from '../tensor/dtype';
import { dtypeOf } from '../tensor/dtypes';
import type { FileProblem, Tensor } from '../tensor/tensor';
import { JsonCursor, type JsonKind } from './jsonCursor';
import { ProblemList } from './problemList';
import {
  CanonicalEntryReader,
  type MakeTensor,
  METADATA,
  NOT_SAFETENSORS,
} from './safetensorsFastPath';
import { SharedShapes } from './sharedShapes';

/** The reference's own limit on the header, in bytes. */
export const MAX_HEADER_BYTES = 100_000_000;
/** Bytes of the length, little endian, that a file begins with. */
export const LENGTH_BYTES = 8;

/** The header in file order. */
export interface SafetensorsHeader {
  /** One for each name; nothing says yet that shape, dtype and byte range agree. */
  readonly tensors: readonly Tensor[];
  readonly metadata: ReadonlyMap<string, string>;
  readonly problems: readonly FileProblem[];
  /** Where the data starts, in bytes from the start of the file. */
  readonly dataOffset: number;
}

/**
 * Reads and checks the header as the reference does (safetensors tensor.rs, `read_metadata`).
 * @throws TensorFileError when it cannot be trusted.
 */
export async function readHeader(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<SafetensorsHeader> {
  if (source.size < LENGTH_BYTES) {
    throw new TensorFileError(
      t`A safetensors file starts with 8 bytes of header length; this one has ${source.size} bytes`,
    );
  }
  const length = readU64(await source.read(0, LENGTH_BYTES, signal), 0);
  if (length > BigInt(MAX_HEADER_BYTES)) {
    throw new TensorFileError(
      t`The header should be ${length} bytes long, more than the limit of ${MAX_HEADER_BYTES}: this is hardly a safetensors file`,
      { byteOffset: 0 },
    );
  }
  const headerBytes = Number(length);
  const dataOffset = LENGTH_BYTES + headerBytes;
  if (dataOffset > source.size) {
    throw new TensorFileError(
      t`The header should end at byte ${dataOffset}, the file ends at byte ${source.size}: it is cut short or not a safetensors file`,
      { byteOffset: 0 },
    );
  }
  const text = decodeUtf8(await source.read(LENGTH_BYTES, headerBytes, signal));
  return { ...parseHeader(text, source, dataOffset), dataOffset };
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new TensorFileError(
      t('The header is not UTF-8 text: the file is damaged or not a safetensors file'),
      { byteOffset: LENGTH_BYTES },
      { cause },
    );
  }
}

/** @throws TensorFileError where the text is not a safetensors header. */
export function parseHeader(
  text: string,
  source: ByteSource,
  dataOffset: number,
): Omit<SafetensorsHeader, 'dataOffset'> {
  const cursor = new JsonCursor(text, t('The safetensors header is wrong'), LENGTH_BYTES);
  const tensors: Tensor[] = [];
  const problems = new ProblemList();
  const shapes = new SharedShapes();
  const make: MakeTensor = (name, layout, begin, end) => ({
    name,
    dtype: layout.dtype,
    shape: layout.shape,
    strides: layout.strides,
    byteOffset: dataOffset + begin,
    byteOrder: 'little',
    byteLength: end - begin,
    source,
  });
  const fastPath = new CanonicalEntryReader(text, shapes, make);
  let metadata: Map<string, string> | undefined;
  cursor.object(
    name => {
      if (name === METADATA) {
        if (metadata) cursor.fail(t`${METADATA} is there twice`);
        metadata = readMetadata(cursor, problems);
      } else tensors.push(readEntry(cursor, name, shapes, make));
    },
    at => fastPath.read(at, tensors),
  );
  cursor.end();
  return {
    tensors: lastOfEachName(tensors, problems),
    metadata: metadata ?? new Map(),
    problems: problems.list(),
  };
}

function lastOfEachName(tensors: Tensor[], problems: ProblemList): Tensor[] {
  if (new Set(tensors.map(({ name }) => name)).size === tensors.length) return tensors;
  const last = new Map<string, Tensor>();
  for (const tensor of tensors) {
    if (last.has(tensor.name)) problems.add(duplicate(tensor.name));
    last.set(tensor.name, tensor);
  }
  return [...last.values()];
}

function duplicate(tensor: string): FileProblem {
  return {
    rule: 'file/overlap',
    tensor,
    message: t`The header describes tensor "${tensor}" twice: the last one is shown, other readers may take the first`,
  };
}

function readEntry(
  cursor: JsonCursor,
  name: string,
  shapes: SharedShapes,
  make: MakeTensor,
): Tensor {
  if (cursor.kind() !== 'object') cursor.fail(t`tensor "${name}" is not an object`);
  let dtype: DType | undefined;
  let shape: readonly number[] | undefined;
  let offsets: readonly number[] | undefined;
  cursor.object(field => {
    if (field === 'dtype') {
      if (dtype) failTwice(cursor, name, field);
      dtype = readDType(cursor, name);
    } else if (field === 'shape') {
      if (shape) failTwice(cursor, name, field);
      shape = shapes.shared(readNumbers(cursor, name, field));
    } else if (field === 'data_offsets') {
      if (offsets) failTwice(cursor, name, field);
      offsets = readNumbers(cursor, name, field);
    } else cursor.skip();
  });
  if (!dtype || !shape || !offsets) {
    const missing = !dtype ? 'dtype' : !shape ? 'shape' : 'data_offsets';
    return cursor.fail(t`tensor "${name}" has no "${missing}"`);
  }
  const [begin, end] = offsets;
  if (begin === undefined || end === undefined || offsets.length !== 2) {
    return cursor.fail(t`tensor "${name}" has ${offsets.length} data_offsets, not 2`);
  }
  return make(name, shapes.layout(dtype, shape), begin, end);
}

function failTwice(cursor: JsonCursor, tensor: string, field: string): never {
  return cursor.fail(t`tensor "${tensor}" has "${field}" twice`);
}

function readDType(cursor: JsonCursor, tensor: string): DType {
  if (cursor.kind() !== 'string') cursor.fail(t`the dtype of tensor "${tensor}" is not text`);
  const name = cursor.string();
  const dtype = dtypeOf(name);
  if (!dtype || name === NOT_SAFETENSORS) {
    return cursor.fail(t`tensor "${tensor}" has the unknown dtype ${JSON.stringify(name)}`);
  }
  return dtype;
}

function readNumbers(cursor: JsonCursor, tensor: string, field: string): number[] {
  if (cursor.kind() !== 'array') cursor.fail(t`the ${field} of tensor "${tensor}" is not an array`);
  const numbers: number[] = [];
  cursor.array(() => numbers.push(cursor.unsigned(field)));
  return numbers;
}

/** What is not text is left out or shown as its JSON, with a problem: the tensors can still be trusted. */
function readMetadata(cursor: JsonCursor, problems: ProblemList): Map<string, string> {
  const metadata = new Map<string, string>();
  if (cursor.takesNull()) return metadata;
  const kind = cursor.kind();
  if (kind !== 'object') {
    cursor.skip();
    problems.add(metadataProblem(t`${METADATA} should map names to text, but is ${named(kind)}`));
    return metadata;
  }
  const odd = new Set<string>();
  cursor.object(key => {
    if (metadata.has(key)) problems.add(metadataProblem(t`${METADATA} has the key "${key}" twice`));
    const valueKind = cursor.kind();
    if (valueKind === 'string') metadata.set(key, cursor.string());
    else {
      odd.add(key);
      metadata.set(key, cursor.skip());
      problems.add(
        metadataProblem(t`${METADATA} "${key}" should be text, but is ${named(valueKind)}`),
      );
    }
  });
  if (odd.has('shape') && odd.has('data_offsets')) {
    cursor.fail(
      t`${METADATA} is used as the name of a tensor, which the format keeps for metadata`,
    );
  }
  return metadata;
}

function metadataProblem(message: LocalText): FileProblem {
  return { rule: 'file/metadata', message: t`${message}: other readers refuse the file` };
}

const NAMES = {
  object: mark('an object'),
  array: mark('an array'),
  string: mark('a string'),
  number: mark('a number'),
  literal: mark('true, false or null'),
} as const satisfies Record<JsonKind, Marked>;

function named(kind: JsonKind): LocalText {
  return t(NAMES[kind]);
}
