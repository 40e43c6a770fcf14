import { type ColormapId, FINE_SIZE, fineColors } from './colormaps';
import { type MaskOverlay, overlayCover, type Rgb } from './maskOverlay';
import { type Tone, type ToneCurve, toneCurve, toneValue } from './normalise';
import type { Picture, ValueRange } from './picture';

/** Colours of values that are not numbers; they win over every colormap. */
interface NotFiniteColors {
  readonly nan: Rgb;
  readonly posInf: Rgb;
  readonly negInf: Rgb;
}

/** NaN magenta, +Inf yellow, -Inf cyan: no colormap has them. */
export const NOT_FINITE_COLORS: NotFiniteColors = {
  nan: [255, 0, 255],
  posInf: [255, 255, 0],
  negInf: [0, 255, 255],
};

/** How numbers become colours. The WebGL2 path does the same within one level of 255. */
export interface PaintOptions extends Tone {
  /**
   * The picture's channel behind each output: one goes through the colormap, three are red, green
   * and blue, a fourth is alpha.
   */
  readonly channels: readonly number[];
  /** One per entry of `channels`, or one for all; alpha is always 0..1. */
  readonly ranges: readonly ValueRange[];
  readonly colormap: ColormapId;
  readonly inverted: boolean;
  readonly notFinite: NotFiniteColors;
  readonly mask?: MaskOverlay;
}

const UNIT: ValueRange = { min: 0, max: 1 };

/**
 * The picture as RGBA, row by row, 8 bits each, alpha not premultiplied.
 * @throws RangeError when `channels` names a channel that the picture does not have.
 */
export function paint(picture: Picture, options: PaintOptions): Uint8ClampedArray<ArrayBuffer> {
  for (const channel of options.channels) {
    if (channel < 0 || channel >= picture.channelCount)
      throw new RangeError(`The picture has ${picture.channelCount} channels, not ${channel + 1}`);
  }
  const pixels = new Uint8ClampedArray(picture.width * picture.height * 4);
  if (options.channels.length === 1) paintMapped(picture, options, pixels);
  else paintColors(picture, options, pixels);
  if (options.mask) layMask(pixels, options.mask, picture.width, picture.height);
  return pixels;
}

/** The tone curve of each colour channel, in the order of `options.channels`. */
export function toneCurves(options: PaintOptions): ToneCurve[] {
  return options.channels.map((_, i) =>
    toneCurve(options.ranges[i] ?? options.ranges[0] ?? UNIT, options),
  );
}

function plane(picture: Picture, channel: number): Float32Array {
  const size = picture.width * picture.height;
  return picture.data.subarray(channel * size, (channel + 1) * size);
}

function paintMapped(picture: Picture, options: PaintOptions, pixels: Uint8ClampedArray): void {
  const values = plane(picture, options.channels[0]!);
  const curve = toneCurves(options)[0]!;
  const colors = fineColors(options.colormap, options.inverted);
  const words = new Uint32Array(pixels.buffer);
  const top = FINE_SIZE - 1;
  const isLine = isStraight(curve);
  const { start } = curve;
  const factor = curve.factor * top;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    const place = isLine ? (value - start) * factor : toneValue(value, curve) * top;
    // Neither what is not finite nor what lies outside the range is inside.
    if (place > 0 && place < top) words[i] = colors[(place + 0.5) | 0]!;
    else {
      const mark = notFiniteColor(value, options.notFinite);
      if (mark) writePixel(pixels, i, mark, 255);
      else words[i] = colors[place > 0 ? top : 0]!;
    }
  }
}

function paintColors(picture: Picture, options: PaintOptions, pixels: Uint8ClampedArray): void {
  const planes = options.channels.map(channel => plane(picture, channel));
  const curves = toneCurves(options);
  const alpha = planes[3];
  const count = picture.width * picture.height;
  if (planes.length >= 3 && curves.every(isStraight)) {
    paintStraight(planes, curves, options.notFinite, pixels);
    return;
  }
  for (let i = 0; i < count; i++) {
    const mark = markOf(planes, i, options.notFinite);
    if (mark) {
      writePixel(pixels, i, mark, 255);
      continue;
    }
    for (let c = 0; c < 3; c++)
      pixels[i * 4 + c] = toneValue(planes[c]?.[i] ?? 0, curves[c] ?? curves[0]!) * 255;
    pixels[i * 4 + 3] = alpha ? alpha[i]! * 255 : 255;
  }
}

/** Colours by straight lines, a word a pixel. */
function paintStraight(
  planes: readonly Float32Array[],
  curves: readonly ToneCurve[],
  colors: NotFiniteColors,
  pixels: Uint8ClampedArray,
): void {
  const [red, green, blue, alpha] = planes as readonly [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array?,
  ];
  const [r, g, b] = curves as readonly [ToneCurve, ToneCurve, ToneCurve];
  const [toRed, toGreen, toBlue] = [r.factor * 255, g.factor * 255, b.factor * 255];
  const words = new Uint32Array(pixels.buffer);
  for (let i = 0; i < red.length; i++) {
    const sum = red[i]! + green[i]! + blue[i]! + (alpha ? alpha[i]! : 0);
    // Only values that are not finite, or near a double's end, make a sum that is not.
    const mark = sum - sum === 0 ? undefined : markOf(planes, i, colors);
    if (mark) {
      writePixel(pixels, i, mark, 255);
      continue;
    }
    const opaque = alpha ? level(alpha[i]! * 255) : 255;
    words[i] =
      level((red[i]! - r.start) * toRed) |
      (level((green[i]! - g.start) * toGreen) << 8) |
      (level((blue[i]! - b.start) * toBlue) << 16) |
      (opaque << 24);
  }
}

/** A level of 0..255, rounded and cut as a clamped array does it, but for halves, which go up. */
function level(value: number): number {
  return value > 0 ? (value < 255 ? (value + 0.5) | 0 : 255) : 0;
}

/** Whether a curve is a line: the common case, painted without a call for each value. */
function isStraight(curve: ToneCurve): boolean {
  return curve.scale === 'linear' && curve.power === 1;
}

/** The mark of the worst value at `i`: NaN before +Inf before -Inf. */
function markOf(
  planes: readonly Float32Array[],
  i: number,
  colors: NotFiniteColors,
): Rgb | undefined {
  let mark: Rgb | undefined;
  for (const values of planes) {
    const found = notFiniteColor(values[i]!, colors);
    if (found === colors.nan) return found;
    if (found && mark !== colors.posInf) mark = found;
  }
  return mark;
}

function notFiniteColor(value: number, colors: NotFiniteColors): Rgb | undefined {
  if (Number.isFinite(value)) return undefined;
  if (Number.isNaN(value)) return colors.nan;
  return value > 0 ? colors.posInf : colors.negInf;
}

function writePixel(pixels: Uint8ClampedArray, i: number, color: Rgb, alpha: number): void {
  pixels[i * 4] = color[0];
  pixels[i * 4 + 1] = color[1];
  pixels[i * 4 + 2] = color[2];
  pixels[i * 4 + 3] = alpha;
}

/** Lays the mask's colour over what is there; covered pixels grow opaque by as much. */
function layMask(
  pixels: Uint8ClampedArray,
  overlay: MaskOverlay,
  width: number,
  height: number,
): void {
  const cover = overlayCover(overlay, width, height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const share = cover(x, y);
      if (share === 0) continue;
      const at = (y * width + x) * 4;
      const alpha = pixels[at + 3]! / 255;
      const total = share + alpha * (1 - share);
      for (let c = 0; c < 3; c++) {
        const under = pixels[at + c]! * alpha * (1 - share);
        pixels[at + c] = (overlay.color[c]! * share + under) / total;
      }
      pixels[at + 3] = total * 255;
    }
  }
}
