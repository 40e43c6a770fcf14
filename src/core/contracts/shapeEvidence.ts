import { type LocalText, t } from '../l10n';
import type { Kind, TensorHeader } from './contract';
import { readImage } from './image';
import { readLatent } from './latent';
import { LATENT_WIDTHS } from './latentFormats';
import { readMask } from './mask';
import type { NameEvidence } from './names';
import { type Reading, shapeText } from './reading';

const FLOATS: ReadonlySet<string> = new Set(['F32', 'F16', 'BF16', 'F64']);
const NUMERIC = /^(BOOL|[UI](8|16|32|64)|B?F\d+(_\w+)?|C\d+)$/;

/** Smallest height and width that make a picture by shape alone. */
const MIN_SIDE = 8;
const MAX_BYTE_BATCH = 256;
/** A latent longer than this is no picture. */
const MAX_ASPECT = 16;
/** More than this many small square planes are the kernels of a convolution. */
const MAX_KERNEL_SIDE = 32;
const MAX_LATENTS_OF_KERNEL_SIZE = 16;

/** A shape read under a kind's contract. */
export function readAs(kind: Kind, shape: readonly number[]): Reading<string> {
  return { IMAGE: readImage, MASK: readMask, LATENT: readLatent }[kind](shape);
}

/** A shape in words: "rank 4, 4 channels in dim 1". */
export function describeShape(reading: Reading<string>): LocalText {
  const axis = reading.layout.indexOf('C');
  const rank = reading.shape.length;
  if (axis < 0) return t`rank ${rank}`;
  const count = reading.shape[axis];
  return count === 1
    ? t`rank ${rank}, ${count} channel in dim ${axis}`
    : t`rank ${rank}, ${count} channels in dim ${axis}`;
}

/** Whether dtype and rank let a tensor be what its name says. */
export function fitsNamedKind(tensor: TensorHeader, named: NameEvidence): boolean {
  const { dtype, shape } = tensor;
  if (!NUMERIC.test(dtype) || shape.length === 0) return false;
  const float = dtype.startsWith('F') || dtype.startsWith('BF');
  if (named.role === 'noise_mask') return shape.length > 1;
  if (named.kind === 'LATENT' && !float) return false;
  // One axis is a list: encoded bytes, sound samples, indices.
  if (shape.length === 1 && (named.kind === 'LATENT' || !float)) return shape[0] === 0;
  if (named.kind !== 'LATENT' && isListOfTokens(shape)) return false;
  if (named.strength === 'strong') return true;
  const reading = readAs(named.kind, shape);
  return !['rank', 'channel-count', 'empty'].includes(reading.fault ?? '');
}

/** `[2, 77]` marks the words of a prompt, `[1, 768]` is an embedding: few rows, long ones. */
function isListOfTokens(shape: readonly number[]): boolean {
  const [rows, length] = shape;
  return shape.length === 2 && rows! > 0 && rows! <= 4 && length! >= 8 * rows!;
}

/** What the shape of a file's only tensor says, where little else fits. */
export function shapeEvidence(tensor: TensorHeader): { kind: Kind | null; ambiguity?: LocalText } {
  const { dtype, shape } = tensor;
  if (shape.length !== 4 || looksLikeKernels(shape)) return { kind: null };
  const image = isPictureLast(shape) && (FLOATS.has(dtype) || isByteBatch(tensor));
  const latent = FLOATS.has(dtype) && isLatentFirst(shape);
  if (image && latent)
    return { kind: null, ambiguity: t`${shapeText(shape)}: an IMAGE or a LATENT, both fit` };
  if (image) return { kind: 'IMAGE' };
  if (!latent) return { kind: null };
  if (shape[1] === 3)
    return {
      kind: null,
      ambiguity: t`${shapeText(shape)}: a channel-first IMAGE or a pixel-space LATENT, both fit`,
    };
  return { kind: 'LATENT' };
}

/** Bytes are pictures on their way to ComfyUI; ten thousand of them are a data set on its way elsewhere. */
function isByteBatch({ dtype, shape }: TensorHeader): boolean {
  return dtype === 'U8' && shape[0]! <= MAX_BYTE_BATCH;
}

function isPictureLast(shape: readonly number[]): boolean {
  return (shape[3] === 3 || shape[3] === 4) && shape[1]! >= MIN_SIDE && shape[2]! >= MIN_SIDE;
}

function isLatentFirst(shape: readonly number[]): boolean {
  const [height, width] = [shape[2]!, shape[3]!];
  if (!LATENT_WIDTHS.has(shape[1]!) || Math.min(height, width) < MIN_SIDE) return false;
  return Math.max(height, width) <= MAX_ASPECT * Math.min(height, width);
}

function looksLikeKernels(shape: readonly number[]): boolean {
  const [count, , height, width] = shape as [number, number, number, number];
  return height === width && height <= MAX_KERNEL_SIDE && count > MAX_LATENTS_OF_KERNEL_SIZE;
}
