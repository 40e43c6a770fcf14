import { byteSize } from '../../byteSize';
import type { ByteSource } from '../../bytes/byteSource';
import { TensorFileError } from '../../errors';
import { t } from '../../l10n';
import { cStrides, elementCount } from '../../tensor/slice';
import type { FileProblem, Tensor, TensorFile } from '../../tensor/tensor';
import type { OpenContext } from '../format';
import type { BlockType, DecodeBlock } from './block';
import { blockSource } from './blockSource';
import { alignUp, type GgufHeader, type GgufTensorInfo, readGgufHeader } from './header';
import { type GgufType, ggufType, unknownType } from './types';

/** Parts of a split file: `model-00001-of-00003.gguf`. */
const SPLIT_NAME = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i;
const MAX_PARTS = 1000;

interface Part {
  readonly source: ByteSource;
  readonly tensors: readonly Tensor[];
  readonly problems: readonly FileProblem[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** Opens a GGUF file with its other parts, by their headers. @throws TensorFileError when one is damaged. */
export async function openGguf(context: OpenContext, signal?: AbortSignal): Promise<TensorFile> {
  const first = await openPart(context.source, signal);
  const others = await openOtherParts(context, first, signal);
  const parts = [first, ...others.parts];
  return {
    format: 'gguf',
    byteLength: context.source.size,
    metadata: first.metadata,
    tensors: parts.flatMap(part => part.tensors),
    problems: [...parts.flatMap(part => part.problems), ...others.problems],
    close: async () => {
      await Promise.all(parts.map(part => part.source.close()));
    },
  };
}

async function openPart(source: ByteSource, signal?: AbortSignal): Promise<Part> {
  const header = await readGgufHeader(source, signal);
  return { source, metadata: header.metadata, ...tensorsOf(source, header) };
}

/** The other parts of a split file, when this is its first. */
async function openOtherParts(
  context: OpenContext,
  { metadata }: Part,
  signal?: AbortSignal,
): Promise<{ parts: readonly Part[]; problems: readonly FileProblem[] }> {
  const count = Number(metadata.get('split.count') ?? 1);
  const split = SPLIT_NAME.exec(context.name);
  if (!(count > 1 && count <= MAX_PARTS) || metadata.get('split.no') !== '0' || !split)
    return { parts: [], problems: [] };
  const parts: Part[] = [];
  const problems: FileProblem[] = [];
  for (let number = 2; number <= count; number++) {
    const name = `${split[1]}-${String(number).padStart(5, '0')}-of-${split[3]}.gguf`;
    const part = await openOther(context, name, signal);
    if ('rule' in part) problems.push(part);
    else parts.push(part);
  }
  return { parts, problems };
}

async function openOther(
  context: OpenContext,
  name: string,
  signal?: AbortSignal,
): Promise<Part | FileProblem> {
  const missing = { rule: 'file/missing-shard' } as const;
  const source = await context.sibling(name);
  if (!source) return { ...missing, message: t`Part "${name}" is not there: download it too` };
  try {
    return await openPart(source, signal);
  } catch (error) {
    await source.close();
    if (!(error instanceof TensorFileError)) throw error;
    return { ...missing, message: t`Part "${name}" cannot be read: ${error.message}` };
  }
}

/**
 * The tensors where the header says they are.
 * @throws TensorFileError when they do not follow each other as ggml demands, or lie outside the file.
 */
function tensorsOf(source: ByteSource, header: GgufHeader): Pick<Part, 'tensors' | 'problems'> {
  const problems: FileProblem[] = [];
  const tensors: Tensor[] = [];
  let expected: number | undefined = 0;
  for (const info of header.tensors) {
    const type = ggufType(info.typeId);
    checkPlace(info, header, expected);
    const storedBytes = type && bytesOf(info, type);
    const start = header.dataOffset + info.offset;
    if (start + (storedBytes ?? 0) > source.size)
      throw new TensorFileError(
        t`Tensor "${info.name}" ends at byte ${start + (storedBytes ?? 0)}, the file at ${source.size}: it is cut short, download it again`,
        { byteOffset: source.size, tensor: info.name },
      );
    expected =
      storedBytes === undefined ? undefined : alignUp(info.offset + storedBytes, header.alignment);
    const tensor = tensorAt(source, header, info, type);
    tensors.push(tensor);
    if (!tensor.dtype.decodable) problems.push(undecodable(tensor));
  }
  const end = header.dataOffset + (expected ?? Infinity);
  if (source.size > end && tensors.length > 0) problems.push(trailing(source.size - end, end));
  return { tensors, problems };
}

function checkPlace(
  { name, offset }: GgufTensorInfo,
  { alignment, dataOffset }: GgufHeader,
  expected: number | undefined,
): void {
  const place = { byteOffset: dataOffset + offset, tensor: name };
  if (offset % alignment !== 0)
    throw new TensorFileError(
      t`Tensor "${name}" starts at ${offset} of the data, which is no multiple of the alignment ${alignment}`,
      place,
    );
  if (expected !== undefined && offset !== expected)
    throw new TensorFileError(
      t`Tensor "${name}" starts at ${offset} of the data, but the one before ends at ${expected}: ggml refuses such a file`,
      place,
    );
}

/** Bytes of all blocks. @throws TensorFileError when rows are no whole blocks. */
function bytesOf({ name, shape }: GgufTensorInfo, type: GgufType): number {
  const row = shape.at(-1) ?? 1;
  if (row % type.elements !== 0)
    throw new TensorFileError(
      t`Tensor "${name}" has rows of ${row} elements, but ${type.dtype.name} comes in blocks of ${type.elements}`,
      { tensor: name },
    );
  return (elementCount(shape) / type.elements) * type.bytes;
}

function tensorAt(
  source: ByteSource,
  header: GgufHeader,
  info: GgufTensorInfo,
  type: GgufType | undefined,
): Tensor {
  const shape = originalShape(header, info);
  const count = elementCount(shape);
  const start = header.dataOffset + info.offset;
  const dtype = type?.dtype ?? unknownType(info.typeId);
  const block = type?.block;
  const isDecoded = block?.decode !== undefined;
  const common = { name: info.name, dtype, shape, strides: cStrides(shape) };
  const byteLength = type ? (count * dtype.bits) / 8 : 0;
  return {
    ...common,
    byteOrder: 'little',
    byteLength,
    byteOffset: isDecoded ? 0 : start,
    source: isDecoded
      ? blockSource(source, start, count, block as BlockType & { decode: DecodeBlock })
      : source,
    ...(block && { storedBytes: bytesOf(info, type) }),
  };
}

/** ComfyUI-GGUF keeps the shape that ggml cannot hold in `comfy.gguf.orig_shape.NAME`. */
function originalShape(
  { metadata }: GgufHeader,
  { name, shape }: GgufTensorInfo,
): readonly number[] {
  const text = metadata.get(`comfy.gguf.orig_shape.${name}`);
  if (!text || !/^\[\d+(, \d+)*\]$/.test(text)) return shape;
  const original = text.slice(1, -1).split(', ').map(Number);
  return elementCount(original) === elementCount(shape) ? original : shape;
}

function undecodable({ name, dtype }: Tensor): FileProblem {
  return {
    rule: 'file/unknown-dtype',
    tensor: name,
    message: t`Tensor "${name}" has dtype ${dtype.name}, of which values cannot be shown`,
  };
}

function trailing(count: number, byteOffset: number): FileProblem {
  return {
    rule: 'file/trailing-bytes',
    byteOffset,
    message: t`${byteSize(count)} follow the last tensor, which ggml does not read`,
  };
}
