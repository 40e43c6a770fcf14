import type { ByteSource } from '../../core/bytes/byteSource';
import { t } from '../../core/l10n';
import { dtypeOf } from '../../core/tensor/dtypes';
import type { Tensor, TensorFile } from '../../core/tensor/tensor';
import type { Decoded, Frame } from './frames';
import { levelSource, zeroSource } from './levelSource';

/** Side of the mask that LoadImage gives where a picture has no alpha. */
const PLACEHOLDER_SIZE = 64;

/** IMAGE and MASK by the LoadImage rule: frames of another size than the first are skipped. */
export function imageFile(decoded: Decoded, byteLength: number): TensorFile {
  const { width, height } = decoded.frames[0]!;
  const frames = decoded.frames.filter(f => f.width === width && f.height === height);
  const skipped = decoded.frames.length - frames.length;
  const image = imageTensor(frames, height, width);
  const mask = maskTensor(frames, height, width);
  const metadata = new Map(decoded.details);
  if (skipped > 0) metadata.set(t('skipped frames'), t`${skipped} of another size than the first`);
  return {
    format: 'image',
    byteLength,
    metadata,
    tensors: [image, mask],
    problems: [],
    close: async () => {
      await image.source.close();
      await mask.source.close();
    },
  };
}

/** IMAGE and MASK of a still picture that is not decoded yet; `source` gives the values of the one at `index`. */
export function announcedImage(
  { width, height, hasMask }: { width: number; height: number; hasMask: boolean },
  byteLength: number,
  source: (index: number, size: number) => ByteSource,
): TensorFile {
  const maskShape = hasMask ? [1, height, width] : [1, PLACEHOLDER_SIZE, PLACEHOLDER_SIZE];
  const tensors = [
    { name: 'image', shape: [1, height, width, 3] },
    { name: 'mask', shape: maskShape },
  ].map(({ name, shape }, index) => {
    const size = shape.reduce((a, b) => a * b) * 4;
    const made = tensor(name, shape, source(index, size));
    return { ...made, onDemand: true } as const;
  });
  const pixels = t`${width} x ${height} in ${byteLength} bytes: decoded when they are shown`;
  return {
    format: 'image',
    byteLength,
    metadata: new Map([[t('pixels'), pixels]]),
    tensors,
    problems: [],
    close: async () => {},
  };
}

function imageTensor(frames: readonly Frame[], height: number, width: number): Tensor {
  const levels = frames.map(frame => frame.rgb);
  return tensor('image', [frames.length, height, width, 3], levelSource(levels, 'image'));
}

function maskTensor(frames: readonly Frame[], height: number, width: number): Tensor {
  if (frames.every(frame => frame.alpha === null)) {
    const shape = [frames.length, PLACEHOLDER_SIZE, PLACEHOLDER_SIZE];
    return tensor('mask', shape, zeroSource(shape.reduce((a, b) => a * b) * 4));
  }
  // ComfyUI cannot join placeholder and real masks; an opaque frame among them is a mask of zeros here.
  const levels = frames.map(frame => frame.alpha ?? new Uint8Array(height * width).fill(255));
  return tensor('mask', [frames.length, height, width], levelSource(levels, 'mask'));
}

function tensor(name: string, shape: readonly number[], source: ByteSource): Tensor {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  return {
    name,
    dtype: dtypeOf('F32')!,
    shape,
    strides,
    byteOffset: 0,
    byteOrder: 'little',
    byteLength: source.size,
    source,
  };
}
