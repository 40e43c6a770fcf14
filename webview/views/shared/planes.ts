import { reductionOf } from '../../../src/core/present/tone';
import type { PictureAxes, ReduceMode } from '../../../src/core/render/picture';
import type { TensorInfo } from '../../../src/protocol/engineMethods';
import type { Plane } from '../../canvas/pictures';
import type { ViewContext } from '../../context';
import type { CommonSettings } from '../../viewSettings';

/** The index on every axis that the settings ask for, kept inside the shape. */
export function indexOf(tensor: TensorInfo, { index }: CommonSettings): number[] {
  return tensor.shape.map((size, axis) => Math.max(0, Math.min(size - 1, index?.[axis] ?? 0)));
}

/** A plane of the context's tensor. `channels` empty takes all of the channel axis. */
export function planeOf(
  context: ViewContext,
  axes: PictureAxes,
  channels: readonly number[] = [],
  reduce: ReduceMode = 'mean',
): Plane {
  const { tensor, tensorIndex, common } = context;
  return {
    ...tensorPlane(tensor, tensorIndex, axes, indexOf(tensor, common), channels),
    reduce: reductionOf(common, reduce),
  };
}
/** A plane of any tensor at an index; its pixels are means. `channels` empty takes all of the channel axis. */
export function tensorPlane(
  tensor: TensorInfo,
  tensorIndex: number,
  axes: PictureAxes,
  index: readonly number[],
  channels: readonly number[],
): Plane {
  const size = axes.channels === null ? 1 : (tensor.shape[axes.channels] ?? 1);
  // The axes of the plane have no index: zeros keep one request for one picture.
  const own = [axes.rows, axes.columns, axes.channels];
  return {
    tensor: tensorIndex,
    axes,
    index: index.map((at, axis) => (own.includes(axis) ? 0 : at)),
    channels,
    width: tensor.shape[axes.columns] ?? 1,
    height: axes.rows === null ? 1 : (tensor.shape[axes.rows] ?? 1),
    channelCount: channels.length || size,
    reduce: 'mean',
  };
}

/** A tensor without elements has nothing to show. */
export function isEmpty(tensor: TensorInfo): boolean {
  return tensor.shape.includes(0);
}
