import type { OpCall } from '../domain/operation';
import { type Outcome, raises } from '../domain/outcome';
import { ANY_AXIS, type Axis, axis, type Tensor, UNKNOWN } from '../domain/value';
import { broadcastAxes } from './broadcast';
import { argument, created, derived, type OpFamily, someTensor, tensorArgument } from './model';

function matmulModel(call: OpCall): Outcome {
  const a = tensorArgument(call, 0);
  const b = tensorArgument(call, 1, 'other', 'mat2');
  if (!a || !b) return UNKNOWN;
  if (!a.axes || !b.axes || a.axes.length < 2 || b.axes.length < 2) return derived(call, a, null);
  if (/^(mm|bmm)$/.test(call.name) && a.axes.length !== b.axes.length) return raises();
  const batch = broadcastAxes(a.axes.slice(0, -2), b.axes.slice(0, -2));
  if (batch === null) return raises();
  const rows = a.axes.at(-2)!;
  const columns = axis(b.axes.at(-1)!.size);
  const axes = [...(batch === 'unknown' ? [] : batch), axis(rows.size), columns];
  return derived(call, a, axes, { port: null });
}

export const matmulOps: OpFamily = {
  title: 'matmul, mm and bmm',
  functions: ['torch.matmul', 'torch.mm', 'torch.bmm', 'numpy.matmul'],
  methods: ['matmul', 'mm', 'bmm'],
  model: matmulModel,
};

/** `einops.rearrange(x, "b h w c -> b c h w")` where both sides are plain names. */
function rearrangeModel(call: OpCall): Outcome {
  const value = tensorArgument(call, 0, 'tensor');
  const pattern = argument(call, 1, 'pattern');
  if (!value || pattern?.kind !== 'string' || pattern.value === null) return UNKNOWN;
  const sides = pattern.value.split('->').map(side => side.trim().match(/\([^)]*\)|\S+/g) ?? []);
  const [from, to] = sides;
  if (!from || !to || sides.length !== 2 || /\.\.\./.test(pattern.value)) return someTensor(call);
  if (value.axes && value.axes.length !== from.length) return raises();
  const byName = new Map<string, Axis>(from.map((name, i) => [name, value.axes?.[i] ?? ANY_AXIS]));
  const axes = to.map(
    name => byName.get(name) ?? (name === '1' || name === '()' ? axis(1) : ANY_AXIS),
  );
  return derived(call, value, axes, { dtype: value.dtype, range: value.range });
}

export const rearrangeOps: OpFamily = {
  title: 'einops.rearrange',
  functions: ['einops.rearrange'],
  model: rearrangeModel,
};

/** torchvision's functional resize and friends act on the last two axes. */
function visionModel(call: OpCall): Outcome {
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
function cvModel(call: OpCall): Outcome {
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

function filtered(call: OpCall, value: Tensor): Tensor {
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
  } satisfies Tensor;
}

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

/** Fourier transforms keep the rank; the last axis changes for real input. */
export const fourierOps: OpFamily = {
  title: 'fft',
  functions: 'fft fft2 fftn ifft ifft2 ifftn rfft2 irfft2'
    .split(' ')
    .flatMap(name => [`torch.fft.${name}`, `numpy.fft.${name}`]),
  model: call => {
    const value = tensorArgument(call);
    if (!value) return UNKNOWN;
    const keeps =
      /^i?fft/.test(call.name) &&
      call.args.keywords.size === 0 &&
      call.args.positional.length === 1;
    const axes = value.axes?.map(item => (keeps ? item : axis(null, item.role))) ?? null;
    return derived(call, value, axes);
  },
};

export const copyOps: OpFamily = {
  title: 'copy.deepcopy of a tensor',
  functions: ['copy.deepcopy'],
  model: call => {
    const value = tensorArgument(call, 0, 'x');
    return value ? { ...value, aliasOf: null } : UNKNOWN;
  },
};

/** Checks and settings whose result no shape depends on. */
export const questionOps: OpFamily = {
  title: 'questions that answer a number or a truth',
  functions: [
    'torch.is_tensor',
    'torch.allclose',
    'numpy.allclose',
    'torch.equal',
    'numpy.array_equal',
  ],
  methods: ['is_contiguous', 'is_floating_point', 'data_ptr', 'element_size', 'allclose', 'equal'],
  model: () => ({ kind: 'bool', value: null }),
};
