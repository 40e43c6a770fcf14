import type { OpCall } from '../domain/operation';
import { type Axis, axis, BANDS, type PilValue, type TensorValue, UNKNOWN } from '../domain/value';
import { created, type OpFamily, tensorArgument } from './model';

const CHANNELS: Readonly<Record<string, number>> = { L: 1, RGB: 3, RGBA: 4, LA: 2 };

function channelsOf(picture: PilValue): Axis {
  const known = picture.mode === null || picture.mode === BANDS ? null : CHANNELS[picture.mode];
  return axis(known ?? null, 'C');
}

/** `ToTensor()(picture)`: channel first, floats of 0..1 when the source is bytes. */
export const pictureTensorOps: OpFamily = {
  title: 'to_tensor',
  functions: [
    'torchvision.transforms.functional.to_tensor',
    'torchvision.transforms.ToTensor()',
    'torchvision.transforms.v2.ToTensor()',
  ],
  model: call => {
    const source = call.args.positional[0];
    if (source?.kind === 'pil') {
      const axes = [channelsOf(source), axis(source.height, 'H'), axis(source.width, 'W')];
      return created({ ...call, library: 'torch' }, axes, { dtype: 'float' });
    }
    const array = tensorArgument(call, 0, 'pic');
    if (array?.library !== 'numpy' || array.axes?.length !== 3) return UNKNOWN;
    const [height, width, channels] = array.axes as [Axis, Axis, Axis];
    return created({ ...call, library: 'torch' }, [channels, height, width]);
  },
};

/** `ToPILImage()(tensor)`: a picture of a channel-first tensor. */
export const tensorPictureOps: OpFamily = {
  title: 'to_pil_image',
  functions: [
    'torchvision.transforms.functional.to_pil_image',
    'torchvision.transforms.ToPILImage()',
    'torchvision.transforms.v2.ToPILImage()',
  ],
  model: (call: OpCall) => {
    const value = tensorArgument(call, 0, 'pic');
    return pictureOf(value);
  },
};

function pictureOf(value: TensorValue | null): PilValue {
  const nothing: PilValue = { kind: 'pil', mode: null, width: null, height: null };
  if (value?.library !== 'torch' || value.axes?.length !== 3) return nothing;
  const [channels, height, width] = value.axes as [Axis, Axis, Axis];
  const mode = { 1: 'L', 2: 'LA', 3: 'RGB', 4: 'RGBA' }[channels.size as number] ?? null;
  return { kind: 'pil', mode: mode === 'L' ? null : mode, width: width.size, height: height.size };
}
