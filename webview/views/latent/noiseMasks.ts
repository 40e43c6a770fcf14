import { maskContract } from '../../../src/core/contracts/mask';
import { resampleAxis } from '../../../src/core/convert/resample';
import type { NoisePlane } from '../../canvas/noiseMask';
import type { Plane } from '../../canvas/pictures';
import type { ViewContext } from '../../context';
import { type OverlayTensor, overlayTensorsOf } from '../shared/overlayTensors';
import { indexOf, tensorPlane } from '../shared/planes';

/** The masks that may lie over a latent, its own noise mask first. */
export function noiseMasksOf(context: ViewContext): OverlayTensor[] {
  const isOwn = ({ tensor }: OverlayTensor) => tensor.classification.role === 'noise_mask';
  return overlayTensorsOf(context, maskContract).sort(
    (a, b) => Number(isOwn(b)) - Number(isOwn(a)),
  );
}

/** The mask that the user laid over the latent. */
export function chosenNoiseMask(
  context: ViewContext,
  masks: readonly OverlayTensor[],
): OverlayTensor | null {
  const { over } = context.common.overlay;
  return masks.find(({ key }) => key === over && key !== '') ?? null;
}

/**
 * The mask's plane for the item and frame shown, as the sampler takes it: all axes before height and width
 * are one batch, repeated where it is too short; over a latent with frames that batch runs along time.
 */
export function noisePlane(context: ViewContext, mask: OverlayTensor, latent: Plane): NoisePlane {
  const { layout, tensor, common } = context;
  const at = indexOf(tensor, common);
  const item = layout.batch === null ? 0 : at[layout.batch]!;
  const parts =
    layout.frames === null
      ? [{ index: unravel(mask, item), weight: 1 }]
      : frameParts(mask, tensor.shape[layout.frames]!, at[layout.frames]!, item);
  const axes = { rows: mask.layout.rows!, columns: mask.layout.columns!, channels: null };
  const planes = parts.map(({ index, weight }) => {
    const plane = tensorPlane(mask.tensor, mask.index, axes, index, []);
    return { plane: mask.file === undefined ? plane : { ...plane, file: mask.file }, weight };
  });
  const { width, height } = latent;
  return { ...planes[0]!.plane, width, height, channelCount: 1, parts: planes };
}

/** The axes before height and width. */
function leadingAxes({ tensor, layout }: OverlayTensor): number[] {
  return tensor.shape.flatMap((_, axis) =>
    axis === layout.rows || axis === layout.columns ? [] : [axis],
  );
}

function countOf({ tensor }: OverlayTensor, axes: readonly number[]): number {
  return axes.reduce((product, axis) => product * tensor.shape[axis]!, 1);
}

/** The index of plane number `at` of the leading axes, around their end. */
function unravel(mask: OverlayTensor, at: number): number[] {
  const axes = leadingAxes(mask);
  const index = mask.tensor.shape.map(() => 0);
  let rest = at % countOf(mask, axes);
  for (const axis of axes.reverse()) {
    index[axis] = rest % mask.tensor.shape[axis]!;
    rest = Math.floor(rest / mask.tensor.shape[axis]!);
  }
  return index;
}

/** The planes of the mask that stand for one frame of a latent. */
function frameParts(mask: OverlayTensor, frameCount: number, frame: number, item: number) {
  const axes = leadingAxes(mask);
  const isTimed = axes.length === 3;
  const [batchAxis, , timeAxis] = axes;
  const length = isTimed ? mask.tensor.shape[timeAxis!]! : countOf(mask, axes);
  const { indices, weights } = resampleAxis(length, frameCount, 'bilinear');
  return indices.flatMap((taps, tap) => {
    const weight = weights[tap]![frame]!;
    if (weight === 0) return [];
    if (!isTimed) return [{ index: unravel(mask, taps[frame]!), weight }];
    const index = mask.tensor.shape.map(() => 0);
    index[batchAxis!] = item % mask.tensor.shape[batchAxis!]!;
    index[timeAxis!] = taps[frame]!;
    return [{ index, weight }];
  });
}
