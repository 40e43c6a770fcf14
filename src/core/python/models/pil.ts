import { verbatim } from '../../l10n';
import type { OpCall } from '../domain/operation';
import { noteStep, type OpOutcome, raises } from '../domain/outcome';
import {
  ANY_AXIS,
  type Axis,
  axis,
  BANDS,
  type PilValue,
  type TensorValue,
  tensor,
  UNKNOWN,
  type Value,
} from '../domain/value';
import { argument, type OpFamily, tensorArgument } from './model';

/** How many channels the pictures of a mode have. */
export const CHANNELS: Readonly<Record<string, number>> = {
  RGB: 3,
  RGBA: 4,
  LA: 2,
  CMYK: 4,
  YCbCr: 3,
  HSV: 3,
  LAB: 3,
};

/** `Image.fromarray`: width and height come from the array's axes. */
function fromArrayModel(call: OpCall): OpOutcome {
  const value = tensorArgument(call, 0, 'obj');
  const mode = argument(call, 1, 'mode');
  const given = mode?.kind === 'string' ? mode.value : null;
  if (!value?.axes) return { kind: 'pil', mode: given, width: null, height: null };
  if (value.axes.length > 3) return raises();
  const [height, width, channels] = value.axes;
  const byChannels =
    value.axes.length === 2
      ? 'L'
      : ({ 2: 'LA', 3: 'RGB', 4: 'RGBA' } as const)[channels?.size as number];
  const inferred =
    byChannels ?? (value.axes.length === 3 && typeof channels?.size !== 'number' ? BANDS : null);
  const own = mode === undefined && value.dtype === 'uint8' ? inferred : given;
  return { kind: 'pil', mode: own, width: width?.size ?? null, height: height?.size ?? null };
}

/** A picture from `[H,W]` or `[H,W,C]`; raises for more axes. */
export const fromArrayOps: OpFamily = {
  title: 'Image.fromarray',
  functions: ['PIL.Image.fromarray'],
  model: fromArrayModel,
};

const pil = (
  mode: string | null,
  width: PilValue['width'],
  height: PilValue['height'],
): PilValue => ({
  kind: 'pil',
  mode,
  width,
  height,
});

/** `(width, height)` as PIL wants it. */
function sizePair(call: OpCall, value: Value | undefined): [PilValue['width'], PilValue['height']] {
  const items = call.items(value);
  const read = (item: Value | undefined) => (item?.kind === 'int' ? item.size : null);
  return items?.length === 2 ? [read(items[0]), read(items[1])] : [null, null];
}

/** A picture of the mode and size that the call names. */
export const pictureConstructors: OpFamily = {
  title: 'Image.new, Image.open and the like',
  functions: ['PIL.Image.new', 'PIL.Image.open', 'PIL.Image.merge'],
  model: call => {
    const mode = call.args.positional[0];
    const named = /^(new|merge)$/.test(call.name) && mode?.kind === 'string' ? mode.value : null;
    if (call.name !== 'new') return pil(named, null, null);
    return pil(named, ...sizePair(call, argument(call, 1, 'size')));
  },
};

const OPS =
  'exif_transpose invert autocontrast equalize flip mirror posterize solarize fit pad contain cover scale crop'.split(
    ' ',
  );

const CHOPS =
  'multiply screen add subtract difference darker lighter overlay soft_light hard_light offset'.split(
    ' ',
  );

/** Which argument gives the mode, where it is not the first. */
const MODE_FROM: Readonly<Record<string, number>> = { composite: 1 };

const RESIZING = /^(exif_transpose|fit|pad|contain|cover|scale|crop|Contrast|composite)$/;

/** Functions from picture to picture that keep its mode; `ImageEnhance.X(picture)` counts as one. */
export const pictureFunctions: OpFamily = {
  title: 'ImageOps, ImageChops, ImageEnhance and the like',
  functions: [
    ...OPS.map(name => `PIL.ImageOps.${name}`),
    ...CHOPS.map(name => `PIL.ImageChops.${name}`),
    ...'Brightness Contrast Color Sharpness'.split(' ').map(name => `PIL.ImageEnhance.${name}`),
    'PIL.Image.blend',
    'PIL.Image.composite',
    'PIL.Image.alpha_composite',
    'PIL.ImageOps.grayscale',
  ],
  model: call => {
    const given = call.args.positional[MODE_FROM[call.name] ?? 0];
    const picture = given?.kind === 'pil' ? given : pil(null, null, null);
    const mode =
      { grayscale: 'L', alpha_composite: 'RGBA' }[call.name] ??
      (picture.mode === 'P' || picture.mode === '1' ? null : picture.mode);
    return RESIZING.test(call.name) ? pil(mode, null, null) : { ...picture, mode };
  },
};

const KEEPS = new Set(
  'enhance copy filter point transpose convert quantize effect_spread'.split(' '),
);

const RESIZES = new Set('resize crop rotate transform reduce'.split(' '));

/** Methods of a PIL image; null for one that is not modelled. */
export function pictureMethod(call: OpCall, picture: PilValue): OpOutcome {
  const { name } = call;
  if (name === 'convert') {
    const mode = argument(call, 1, 'mode');
    return pil(mode?.kind === 'string' ? mode.value : null, picture.width, picture.height);
  }
  if (name === 'resize') return pil(picture.mode, ...sizePair(call, argument(call, 1, 'size')));
  if (/^get(channel|bands|data)$/.test(name)) {
    return name === 'getchannel' ? pil('L', picture.width, picture.height) : UNKNOWN;
  }
  if (name === 'split') return splitPicture(picture);
  if (RESIZES.has(name)) return pil(picture.mode, null, null);
  if (name === 'transpose' || name === 'quantize' || name === 'point') {
    return pil(name === 'transpose' ? picture.mode : null, null, null);
  }
  return KEEPS.has(name) ? picture : UNKNOWN;
}

/** What a picture is after a method that changes it in place; null for any other method. */
export function changedPicture(picture: PilValue, name: string): PilValue | null {
  if (name === 'thumbnail' || name === 'draft') return pil(picture.mode, null, null);
  if (name !== 'putalpha') return null;
  const isColour = picture.mode === 'RGB' || picture.mode === 'RGBA';
  return pil(isColour ? 'RGBA' : null, picture.width, picture.height);
}

function splitPicture(picture: PilValue): OpOutcome {
  const count = picture.mode === null ? undefined : CHANNELS[picture.mode];
  const plane = pil(picture.mode === null ? null : 'L', picture.width, picture.height);
  return count === undefined
    ? { kind: 'sequence', element: plane, isList: true }
    : { kind: 'tuple', items: Array.from({ length: count }, () => plane), shapeOf: null };
}

const TO_PICTURE = /^(tensor2pil|tensor_to_pil|tensorToPil|t2p)$/i;

const TO_TENSOR = /^(pil2tensor|pil_to_tensor|pilToTensor|p2t)$/i;

/** Whether every pack means the same by the name. */
export const isUsualHelper = (name: string): boolean =>
  TO_PICTURE.test(name) || TO_TENSOR.test(name);

/**
 * The helpers every pack has, known by name where their body lies in another file:
 * `tensor2pil` gives a picture or a list of them, `pil2tensor` a float tensor of 3 or 4 axes.
 */
export function helperByName(call: OpCall, name: string): Value | null {
  if (TO_PICTURE.test(name)) {
    const picture = pil(null, null, null);
    return {
      kind: 'union',
      items: [picture, { kind: 'sequence', element: picture, isList: true }],
    };
  }
  if (!TO_TENSOR.test(name)) return null;
  const step = noteStep(call.at, () => verbatim(`\`${name}\``), null);
  const four = [axis(null, 'B'), axis(null, 'H'), axis(null, 'W'), axis(null, 'C')] as const;
  // Three axes may be a mask [B,H,W] or, where the helper adds no batch axis, a picture [H,W,C].
  const three = [ANY_AXIS, ANY_AXIS, ANY_AXIS];
  const of = (axes: readonly Axis[]): TensorValue => tensor({ axes, dtype: 'float', step });
  return { kind: 'union', items: [of(four), of(three)] };
}
