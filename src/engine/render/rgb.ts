import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { hasLatentRgb, latentPictures } from '../../core/render/latentRgb';
import { readBox } from '../../core/tensor/read';
import { elementCount } from '../../core/tensor/slice';
import type { RenderedView, RenderInput, RenderOptions } from './renderInput';

/** ComfyUI's Latent2RGB picture of one batch item and frame: latent size, 8-bit, truncated. */
export async function renderRgb(
  { tensor, subject, multiplier }: RenderInput,
  options: RenderOptions,
  signal?: AbortSignal,
): Promise<RenderedView> {
  const rank = tensor.shape.length;
  const { candidates } = subject.classification;
  if (rank < 3 || rank > 5) {
    throw new TensorFileError(t`"${tensor.name}" has ${rank} axes: a LATENT has 3 to 5`, {
      tensor: tensor.name,
    });
  }
  const format = options.latentFormat ?? candidates.find(hasLatentRgb);
  if (format === undefined) {
    throw new TensorFileError(
      t`No latent format with RGB factors fits "${tensor.name}" [${tensor.shape.join(', ')}]: name one with --latent-format`,
      { tensor: tensor.name },
    );
  }
  const hasBatch = rank > 3;
  const ranges = tensor.shape.map((count, axis) =>
    hasBatch && axis === 0
      ? { start: indexIn(options.index[0] ?? 0, count), count: 1, step: 1 }
      : { start: 0, count, step: 1 },
  );
  const shape = hasBatch ? tensor.shape.slice(1) : tensor.shape;
  const bytes = await readBox(tensor, ranges, signal);
  const stored = Float32Array.from(tensor.dtype.toNumbers(bytes, elementCount(shape)));
  const values = multiplier === 1 ? stored : stored.map(value => value * multiplier);
  const pictures = latentPictures(values, shape, format);
  const frame = rank === 5 ? indexIn(options.index[2] ?? 0, pictures.frames) : 0;
  return frameOf(pictures, frame, noteOf(options, format, candidates));
}

function indexIn(index: number, size: number): number {
  const from = index < 0 ? index + size : index;
  if (from >= 0 && from < size) return from;
  throw new TensorFileError(t`Index ${index} is outside an axis of size ${size}`);
}

function noteOf(
  options: RenderOptions,
  format: string,
  candidates: readonly string[],
): string | undefined {
  const isGuess = options.latentFormat === null && candidates.length > 1;
  return isGuess
    ? t`drawn as ${format}; it may also be ${candidates.filter(each => each !== format).join(', ')}`
    : undefined;
}

function frameOf(
  { width, height, pixels }: { width: number; height: number; pixels: Uint8Array },
  frame: number,
  note: string | undefined,
): RenderedView {
  const count = width * height;
  const rgba = new Uint8ClampedArray(count * 4).fill(255);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) rgba[i * 4 + c] = pixels[(frame * count + i) * 3 + c]!;
  }
  return note === undefined ? { width, height, rgba } : { width, height, rgba, note };
}
