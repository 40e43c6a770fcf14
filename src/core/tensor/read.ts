import type { ByteSource } from '../bytes/byteSource';
import { TensorFileError } from '../errors';
import { t } from '../l10n';
import { swapped } from './byteOrder';
import type { ByteSpan } from './byteSpan';
import { NibbleJoiner, readPacked } from './packed';
import { type AxisRange, cStrides, elementCount, wholeRanges } from './slice';
import { type BoxMemory, freshMemory } from './stridedRead/buffers';
import { boxChunks, pieces } from './stridedRead/chunks';
import { gatherUnits, unitBytesOf, unitsOf } from './stridedRead/gather';
import { isContiguous, planLimits, runJobs, withRuns } from './stridedRead/jobs';
import { type BoxAxis, type BoxJob, planBox, simplifyAxes } from './stridedRead/plan';
import type { Tensor } from './tensor';

/** Output that is gathered at once while a permuted tensor streams, so that its reads are long. */
const SLAB_BYTES = 64 * 1024 * 1024;

/**
 * The elements of a box, compact, in C order and little endian, whatever the tensor's strides and byte
 * order. Reads what the box needs, holes up to a page included, at most 8 MiB beside the result. The
 * result may be a view on shared bytes: do not write into it.
 * @throws TensorFileError when the bytes are not there or the packing of the type is not defined.
 */
export function readBox(
  tensor: Tensor,
  ranges: readonly AxisRange[],
  signal?: AbortSignal,
): Promise<Uint8Array> {
  return readBoxInto(tensor, ranges, freshMemory(), signal);
}

/** The same into memory that is used again: the result lasts as long as the memory says. */
export async function readBoxInto(
  tensor: Tensor,
  ranges: readonly AxisRange[],
  memory: BoxMemory,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  signal?.throwIfAborted();
  checkRanges(tensor, ranges);
  const counts = ranges.map(range => range.count);
  const count = elementCount(counts);
  if (count === 0 || tensor.dtype.bits === 0) return new Uint8Array(0);
  const outStrides = cStrides(counts);
  const axes = simplifyAxes(
    ranges.map((range, axis) => ({
      count: range.count,
      stride: tensor.strides[axis]! * range.step,
      outStride: outStrides[axis]!,
    })),
  );
  const first = ranges.reduce((sum, range, axis) => sum + range.start * tensor.strides[axis]!, 0);
  if (tensor.dtype.bits % 8 !== 0) return readPacked(tensor, axes, first, count, signal);
  const elementBytes = tensor.dtype.bits / 8;
  const byteOffset = tensor.byteOffset + first * elementBytes;
  const bytes = isContiguous(axes)
    ? await readRun(tensor.source, { byteOffset, byteLength: count * elementBytes }, memory, signal)
    : await readStrided(tensor, { axes, byteOffset, count }, memory, signal);
  return inLittleEndian(tensor, bytes);
}

/**
 * The same bytes as `readBox`, in order, in chunks of at most `chunkBytes` (whole elements; F4 in whole
 * bytes), in bounded memory for a tensor of any size. Chunks may be shared: do not write into them.
 */
export async function* readChunks(
  tensor: Tensor,
  ranges: readonly AxisRange[],
  chunkBytes: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  checkRanges(tensor, ranges);
  if (tensor.dtype.bits === 0) return;
  if (tensor.dtype.bits % 8 !== 0) {
    yield* readPackedChunks(tensor, ranges, chunkBytes, signal);
    return;
  }
  const elementBytes = tensor.dtype.bits / 8;
  const pieceBytes = Math.max(elementBytes, chunkBytes - (chunkBytes % elementBytes));
  const slabBytes = isInOrder(tensor, ranges) ? pieceBytes : Math.max(pieceBytes, SLAB_BYTES);
  for (const slab of boxChunks(ranges, Math.max(1, Math.floor(slabBytes / elementBytes)))) {
    yield* pieces(await readBox(tensor, slab, signal), pieceBytes);
  }
}

async function* readPackedChunks(
  tensor: Tensor,
  ranges: readonly AxisRange[],
  chunkBytes: number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const joiner = new NibbleJoiner();
  // Elements of eight bytes' worth at a time, so that boxChunks of a whole tensor start at whole bytes.
  const maxElements = Math.max(8, Math.floor(chunkBytes / tensor.dtype.bits) * 8);
  const whole = flattened(tensor, ranges);
  const from = whole ?? tensor;
  for (const slab of boxChunks(whole ? wholeRanges(whole.shape) : ranges, maxElements)) {
    const bytes = await readBox(from, slab, signal);
    if (tensor.dtype.bits !== 4) yield bytes;
    else {
      const joined = joiner.add(bytes, elementCount(slab.map(range => range.count)));
      if (joined.length > 0) yield joined;
    }
  }
  const rest = joiner.end();
  if (rest.length > 0) yield rest;
}

/** A whole tensor in C order as one axis, which can be cut at any whole byte; undefined for others. */
function flattened(tensor: Tensor, ranges: readonly AxisRange[]): Tensor | undefined {
  const strides = cStrides(tensor.shape);
  const isWhole = ranges.every(
    ({ count }, axis) =>
      count === tensor.shape[axis] && (count === 1 || tensor.strides[axis] === strides[axis]),
  );
  return isWhole ? { ...tensor, shape: [elementCount(tensor.shape)], strides: [1] } : undefined;
}

function isInOrder(tensor: Tensor, ranges: readonly AxisRange[]): boolean {
  let last = Infinity;
  return ranges.every((range, axis) => {
    if (range.count === 1) return true;
    const stride = tensor.strides[axis]! * range.step;
    const inOrder = stride <= last && stride > 0;
    last = stride;
    return inOrder;
  });
}

function checkRanges(tensor: Tensor, ranges: readonly AxisRange[]): void {
  const sound =
    ranges.length === tensor.shape.length &&
    ranges.every(
      ({ start, count, step }, axis) =>
        count === 0 ||
        (start >= 0 && count > 0 && step > 0 && start + (count - 1) * step < tensor.shape[axis]!),
    );
  if (sound) return;
  throw new TensorFileError(
    t`The part that was asked for lies outside tensor "${tensor.name}" of shape [${tensor.shape.join(', ')}]`,
    { tensor: tensor.name },
  );
}

async function readRun(
  source: ByteSource,
  { byteOffset, byteLength }: ByteSpan,
  memory: BoxMemory,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if (!memory.isKept || !source.readInto) return source.read(byteOffset, byteLength, signal);
  const bytes = memory.result(byteLength);
  await source.readInto(bytes, byteOffset, signal);
  return bytes;
}

async function readStrided(
  tensor: Tensor,
  { axes, byteOffset, count }: { axes: readonly BoxAxis[]; byteOffset: number; count: number },
  memory: BoxMemory,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const elementBytes = tensor.dtype.bits / 8;
  const unitBytes = unitBytesOf(elementBytes);
  const perElement = elementBytes / unitBytes;
  const unitAxes = simplifyAxes([
    ...axes.map(axis => ({
      count: axis.count,
      stride: axis.stride * perElement,
      outStride: axis.outStride * perElement,
    })),
    { count: perElement, stride: 1, outStride: 1 },
  ]);
  const result = memory.result(count * elementBytes);
  const to = unitsOf(result, unitBytes);
  const jobs = planBox(0, 0, unitAxes, planLimits(unitBytes, Infinity));
  const from = { source: tensor.source, byteOffset, unitBytes, scratch: memory.scratch };
  const gather = (job: BoxJob) => (bytes: Uint8Array) =>
    gatherUnits(job, unitsOf(bytes, unitBytes), to);
  await runJobs(jobs, unitBytes, signal, job => withRuns(from, job, gather(job), signal));
  return result;
}

function inLittleEndian(tensor: Tensor, bytes: Uint8Array): Uint8Array {
  const { swapBytes } = tensor.dtype;
  if (tensor.byteOrder === 'little' || swapBytes === 1) return bytes;
  return swapped(bytes, swapBytes);
}
