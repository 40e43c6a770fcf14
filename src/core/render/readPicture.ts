import { createPauser } from '../pause';
import { type BoxReader, createBoxReader } from '../tensor/contiguousRead';
import { checkNumeric, realNumbers } from '../tensor/realNumbers';
import { cStrides } from '../tensor/slice';
import type { Tensor } from '../tensor/tensor';
import { cutBlocks } from './blocks';
import { planCoarse } from './coarseTiles';
import type { Picture, PictureRequest } from './picture';
import { checkRequest } from './pictureRequest';
import { planTiles, type TilePlan } from './pictureTiles';
import { addTile, createReducer, finish, type Reducer, rangeOf } from './reduce';

/** Told after each part that was read. */
export type OnPictureProgress = (doneBytes: number, totalBytes: number) => void;

/**
 * The picture that a request asks for: only the bytes of its region are read, each once (or, when
 * a coarse one will do, samples of them), in bounded memory, and reduced to the size the screen can show.
 * @throws TensorFileError when the request does not fit the tensor or its elements are not numbers.
 */
export async function readPicture(
  tensor: Tensor,
  request: PictureRequest,
  signal?: AbortSignal,
  onProgress?: OnPictureProgress,
): Promise<Picture> {
  checkNumeric(tensor);
  const checked = checkRequest(tensor, request);
  const { region, maxWidth, maxHeight, reduce } = request;
  const coarse = request.quality === 'coarse' ? planCoarse(tensor, checked) : null;
  const rows = coarse?.rows ?? cutBlocks(region.height, maxHeight);
  const columns = coarse?.columns ?? cutBlocks(region.width, maxWidth);
  const reducers = checked.channels.map(() => createReducer(reduce, rows, columns));
  if (rows.count * columns.count * reducers.length > 0)
    await fill(coarse?.plans ?? planTiles(tensor, checked), reducers, signal, onProgress);
  const picture = pictureOf(request, reducers, rows.count, columns.count);
  return coarse === null ? picture : { ...picture, exact: false, sampled: true };
}

async function fill(
  plans: readonly TilePlan[],
  reducers: readonly Reducer[],
  signal: AbortSignal | undefined,
  onProgress: OnPictureProgress | undefined,
): Promise<void> {
  const pause = createPauser(signal);
  const totalBytes = plans.reduce((sum, plan) => sum + plan.byteLength, 0);
  let doneBytes = 0;
  // The next part is on its way while this one is reduced: two buffers.
  const read = createBoxReader(2);
  let next = readTile(read, plans[0]!, signal);
  for (const [i, plan] of plans.entries()) {
    const bytes = await next;
    const following = plans[i + 1];
    if (following !== undefined) next = readTile(read, following, signal);
    addPlan(plan, bytes, reducers);
    doneBytes += plan.byteLength;
    onProgress?.(doneBytes, totalBytes);
    await pause();
  }
}

function readTile(read: BoxReader, plan: TilePlan, signal?: AbortSignal): Promise<Uint8Array> {
  const reading = read(plan.tensor, plan.ranges, signal);
  // Whoever awaits it hears of a failure; an abandoned read must not be an unhandled rejection.
  reading.catch(() => {});
  return reading;
}

function addPlan(plan: TilePlan, bytes: Uint8Array, reducers: readonly Reducer[]): void {
  const counts = plan.ranges.map(range => range.count);
  const count = counts.reduce((product, n) => product * n, 1);
  const numbers = realNumbers(plan.tensor.dtype, bytes, count);
  const strides = cStrides(counts);
  const strideOf = (axis: number | null) => (axis === null ? 0 : strides[axis]!);
  const values =
    numbers instanceof Float32Array || numbers instanceof Float64Array
      ? numbers
      : new Float64Array(numbers);
  for (const { slot, channel } of plan.channels)
    addTile(reducers[slot]!, {
      values,
      base: channel * strideOf(plan.channelAxis),
      lineStride: strideOf(plan.lineAxis),
      elementStride: strideOf(plan.elementAxis) || 1,
      lines: plan.lines,
      firstLine: plan.firstLine,
      lineCount: plan.lineCount,
      firstElement: plan.firstElement,
      elementCount: plan.elementCount,
    });
}

function pictureOf(
  { region }: PictureRequest,
  reducers: readonly Reducer[],
  height: number,
  width: number,
): Picture {
  const pixelCount = width * height;
  const data = new Float32Array(reducers.length * pixelCount);
  let exact = true;
  for (const [i, reducer] of reducers.entries())
    if (!finish(reducer, data.subarray(i * pixelCount, (i + 1) * pixelCount))) exact = false;
  return {
    width,
    height,
    channelCount: reducers.length,
    data,
    region,
    exact,
    ranges: reducers.map(rangeOf),
    nanCount: reducers.reduce((sum, reducer) => sum + reducer.nanCount, 0),
    infCount: reducers.reduce((sum, reducer) => sum + reducer.infCount, 0),
  };
}
