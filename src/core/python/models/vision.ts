import type { OpCall } from '../domain/operation';
import { type OpOutcome, raises } from '../domain/outcome';
import { type Axis, axis, type TensorValue, UNKNOWN } from '../domain/value';
import { argument, created, derived, type OpFamily, tensorArgument } from './model';

/** torchvision's functional resize and friends act on the last two axes. */
function visionModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call, 0, 'img', 'inpt');
  if (!value?.axes) return UNKNOWN;
  const rank = value.axes.length;
  if (rank < 2) return raises();
  if (/^(gaussian_blur|hflip|vflip|adjust_\w+|invert)$/.test(call.name))
    return derived(call, value, value.axes);
  const size = call.items(argument(call, 1, 'size', 'output_size'));
  const axes = value.axes.map((item, i) => {
    const wanted = size?.length === 2 && call.name === 'resize' ? size[i - rank + 2] : undefined;
    return i < rank - 2 ? item : axis(wanted?.kind === 'int' ? wanted.size : null, item.role);
  });
  return derived(call, value, axes, { dtype: value.dtype });
}

/** Acts on the last two axes, the others stay; raises below two. */
export const visionOps: OpFamily = {
  title: 'torchvision functional transforms',
  functions: 'resize center_crop crop gaussian_blur hflip vflip adjust_brightness adjust_contrast'
    .split(' ')
    .flatMap(name => [
      `torchvision.transforms.functional.${name}`,
      `torchvision.transforms.v2.functional.${name}`,
    ]),
  model: visionModel,
};

const KEEP_SHAPE =
  'GaussianBlur blur medianBlur bilateralFilter dilate erode morphologyEx filter2D flip normalize inRange'.split(
    ' ',
  );

/** OpenCV on arrays `[H,W]` or `[H,W,C]`; a channel axis of one is dropped by most functions. */
function cvModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call, 0, 'src');
  if (!value?.axes || value.library !== 'numpy') return UNKNOWN;
  const [height, width, channel] = value.axes;
  if (!height || !width || value.axes.length > 3) return UNKNOWN;
  if (call.name === 'inRange') return created({ ...call, library: 'numpy' }, [height, width]);
  const flat = { ...value, axes: [height, width] };
  if (channel?.size === 1) return filtered(call, flat);
  if (channel && typeof channel.size !== 'number') {
    return { kind: 'union', items: [filtered(call, value), filtered(call, flat)] };
  }
  return filtered(call, value);
}

function filtered(call: OpCall, value: TensorValue): TensorValue {
  const [height, width, channel] = value.axes as [Axis, Axis, Axis | undefined];
  if (call.name !== 'resize')
    return { ...derived(call, value, value.axes, { dtype: value.dtype }), library: 'numpy' };
  const size = call.items(argument(call, 1, 'dsize'));
  const read = (i: number, old: Axis) => {
    const wanted = size?.[i];
    return axis(wanted?.kind === 'int' ? wanted.size : null, old.role);
  };
  const axes = [read(1, height), read(0, width), ...(channel ? [channel] : [])];
  return {
    ...derived(call, value, axes, { dtype: value.dtype, range: value.range }),
    library: 'numpy',
  } satisfies TensorValue;
}

/** `[H,W]` or `[H,W,C]`, the size as asked; a channel axis of 1 is dropped. */
export const cvOps: OpFamily = {
  title: 'cv2 filters and resize',
  functions: ['resize', ...KEEP_SHAPE].map(name => `cv2.${name}`),
  model: cvModel,
};

/** `cvtColor` by the name of its code: to grey, to four channels, else to three. */
export const colourOps: OpFamily = {
  title: 'cv2.cvtColor',
  functions: ['cv2.cvtColor'],
  model: call => {
    const value = tensorArgument(call, 0, 'src');
    const code = argument(call, 1, 'code');
    const name = code?.kind === 'module' ? (/COLOR_\w+2(\w+)$/.exec(code.path)?.[1] ?? null) : null;
    if (!value?.axes || value.axes.length < 2 || value.axes.length > 3 || name === null)
      return UNKNOWN;
    if (value.library !== 'numpy') return UNKNOWN;
    const plane = value.axes.slice(0, 2);
    const channels = /^GRAY$/.test(name)
      ? []
      : [axis(/^(BGRA|RGBA|mRGBA)$/.test(name) ? 4 : 3, 'C')];
    if (/^(BGR565|BGR555|YUV_)/.test(name)) return UNKNOWN;
    return {
      ...derived(call, value, [...plane, ...channels], { dtype: value.dtype }),
      library: 'numpy',
    };
  },
};

/** scipy's filters keep the shape of what they filter. */
export const filterOps: OpFamily = {
  title: 'scipy.ndimage filters',
  functions:
    'gaussian_filter median_filter grey_dilation grey_erosion binary_dilation binary_erosion binary_fill_holes binary_closing binary_opening sobel'
      .split(' ')
      .map(name => `scipy.ndimage.${name}`),
  model: call => {
    const value = tensorArgument(call);
    if (!value) return UNKNOWN;
    const result = derived(call, value, value.axes, { step: value.step });
    return { ...result, library: 'numpy' };
  },
};
