import { contractNamed, type Kind } from '../contracts/index';
import { TensorFileError } from '../errors';
import { type LocalText, t } from '../l10n';
import type { DType, NumberArray } from '../tensor/dtype';
import type { TensorStream } from '../tensor/tensorStream';
import { shapeText } from './checks';

/** Channel counts that a PNG has here. */
export const PNG_CHANNELS: readonly number[] = [1, 3, 4];

/** Pictures of equal size: a batch of IMAGE or MASK items. */
export interface PictureSize {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** `[B,H,W,C]`, `[B,H,W]`, `[H,W,C]` or `[H,W]` as pictures, or why it is none. */
export function pictureSize(
  shape: readonly number[],
  kind: string | null,
): PictureSize | LocalText {
  const text = shapeText(shape);
  if (shape.includes(0)) return t`its shape ${text} has no pixels`;
  const contract = contractNamed(kind);
  const view = contract?.view;
  if (view === 'latent') return t('a LATENT is no picture: convert it to RGB first');
  if (contract && view !== 'image' && view !== 'mask') return t`${t(contract.named)} is no picture`;
  if (shape.length < 2 || shape.length > 4) return t`its shape ${text} is no picture's`;
  const planes =
    shape.length === 2 ||
    (shape.length === 3 &&
      (view === 'mask' || (view === undefined && !PNG_CHANNELS.includes(shape[2]!))));
  const channels = planes ? 1 : shape.at(-1)!;
  const [height, width] = (planes ? shape.slice(-2) : shape.slice(-3)) as [number, number];
  if (PNG_CHANNELS.includes(channels))
    return { count: shape.length === (planes ? 3 : 4) ? shape[0]! : 1, height, width, channels };
  return shape.length === 4 && PNG_CHANNELS.includes(shape[1]!)
    ? t`its shape ${text} is channel first: convert it to channel last first`
    : t`it has ${channels} channels: a PNG has 1, 3 or 4`;
}

/**
 * Elements as SaveImage makes them bytes: truncate(clip(255 x, 0, 255)), the product in the tensor's own
 * precision as NumPy has it. NaN gives 0, as NumPy's cast does on x86.
 */
export function toPixels(dtype: DType, bytes: Uint8Array, count: number): Uint8Array {
  const products = productsOf(dtype, dtype.toNumbers(bytes, count));
  const pixels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const product = products[i]!;
    if (product > 0) pixels[i] = Math.min(255, product);
  }
  return pixels;
}

/** 255 x: float64 and integers stay in double precision, all narrower floats round to float32. */
function productsOf(dtype: DType, values: NumberArray): NumberArray {
  const isDouble = dtype.name === 'F64' || dtype.kind !== 'float';
  const products = isDouble ? new Float64Array(values.length) : new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) products[i] = 255 * values[i]!;
  // A float16's product is rounded to float16: 131 of the 256 levels differ by one otherwise.
  return dtype.name === 'F16'
    ? dtype.toNumbers(dtype.fromNumbers(products), values.length)
    : products;
}

/**
 * The pictures of a stream, one after the other, as bytes `[H,W,C]`.
 * @throws TensorFileError when the stream is no IMAGE or MASK.
 */
export async function* pictures(
  stream: TensorStream,
  kind: Kind | null,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const size = pictureSize(stream.shape, stream.kind ?? kind);
  if (typeof size === 'string')
    throw new TensorFileError(t`"${stream.name}" cannot be a PNG: ${size}`, {
      tensor: stream.name,
    });
  const elementBytes = stream.dtype.bits / 8;
  const length = size.height * size.width * size.channels;
  let picture = new Uint8Array(length);
  let filled = 0;
  for await (const chunk of stream.chunks(signal)) {
    const values = toPixels(stream.dtype, chunk, chunk.length / elementBytes);
    for (let at = 0; at < values.length; ) {
      const part = values.subarray(at, at + length - filled);
      picture.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled === length) {
        yield picture;
        picture = new Uint8Array(length);
        filled = 0;
      }
    }
  }
}
