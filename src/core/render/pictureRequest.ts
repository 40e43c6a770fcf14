import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';
import type { Tensor } from '../tensor/tensor';
import { MAX_PICTURE_VALUES, type PictureRequest, REDUCE_MODES } from './picture';

/** Channels given when a request names none. */
const DEFAULT_CHANNELS = 4;

/** A request whose every number was checked against the tensor. */
export interface CheckedRequest {
  readonly request: PictureRequest;
  /** Axes that exist, or null where the view has one row or column of its own. */
  readonly rowAxis: number | null;
  readonly columnAxis: number | null;
  readonly channelAxis: number | null;
  /** Indices on the channel axis, in the order of the picture; [0] where there is none. */
  readonly channels: readonly number[];
}

/**
 * Checks a request that comes from the less trusted side.
 * @throws TensorFileError naming the number that does not fit the tensor.
 */
export function checkRequest(tensor: Tensor, request: PictureRequest): CheckedRequest {
  const { axes, index, region, maxWidth, maxHeight } = request;
  const rank = tensor.shape.length;
  const refuse = (what: LocalText): never => {
    throw new TensorFileError(
      t`A picture of tensor "${tensor.name}" of shape [${tensor.shape.join(', ')}] was asked for with ${what}.`,
      { tensor: tensor.name },
    );
  };
  const rowAxis = axes.rows;
  const columnAxis = rank === 0 && axes.columns === 0 ? null : axes.columns;
  const channelAxis = axes.channels;
  const named = [rowAxis, columnAxis, channelAxis].filter(axis => axis !== null);
  for (const axis of named)
    if (!isIndex(axis, rank)) refuse(t`axis ${axis}, which it does not have`);
  if (new Set(named).size < named.length) refuse(t`axes ${named.join(', ')}, one of them twice`);
  if (index.length !== rank) refuse(t`${index.length} indices where it has ${rank} axes`);
  for (const [axis, at] of index.entries())
    if (!named.includes(axis) && !isIndex(at, tensor.shape[axis]!))
      refuse(t`index ${at} on axis ${axis}`);
  if (!REDUCE_MODES.includes(request.reduce)) refuse(t`reduction "${request.reduce}"`);
  if (request.quality !== undefined && request.quality !== 'coarse')
    refuse(t`quality "${request.quality}"`);
  const width = columnAxis === null ? 1 : tensor.shape[columnAxis]!;
  const height = rowAxis === null ? 1 : tensor.shape[rowAxis]!;
  if (!isSpan(region.x, region.width, width) || !isSpan(region.y, region.height, height))
    refuse(
      t`region ${region.width} x ${region.height} at (${region.x}, ${region.y}) outside its ${width} x ${height} plane`,
    );
  if (!isCount(maxWidth) || !isCount(maxHeight)) refuse(t`size ${maxWidth} x ${maxHeight}`);
  const channels = checkChannels(tensor, request, refuse);
  const valueCount =
    Math.min(region.width, maxWidth) * Math.min(region.height, maxHeight) * channels.length;
  if (valueCount > MAX_PICTURE_VALUES)
    refuse(t`${valueCount} values; at most ${MAX_PICTURE_VALUES} are given at once`);
  return { request, rowAxis, columnAxis, channelAxis, channels };
}

function checkChannels(
  tensor: Tensor,
  { axes, channels }: PictureRequest,
  refuse: (what: LocalText) => never,
): readonly number[] {
  if (axes.channels === null) return [0];
  const size = tensor.shape[axes.channels]!;
  if (channels.length === 0)
    return Array.from({ length: Math.min(size, DEFAULT_CHANNELS) }, (_, i) => i);
  const wrong = channels.find(channel => !isIndex(channel, size));
  if (wrong !== undefined) refuse(t`channel ${wrong}`);
  return channels;
}

function isIndex(value: number, size: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < size;
}

function isSpan(start: number, length: number, size: number): boolean {
  const sound = Number.isSafeInteger(start) && Number.isSafeInteger(length);
  return sound && start >= 0 && length >= 0 && length <= size - start;
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}
