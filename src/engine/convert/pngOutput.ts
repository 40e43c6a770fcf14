import type { Kind } from '../../core/contracts/index';
import { LATENT_MARKER } from '../../core/contracts/savedLatent';
import { type PictureSize, pictureSize, pictures } from '../../core/convert/pixels';
import { numberSuffix } from '../../core/convert/splitBatch';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { viewStream } from '../../core/tensor/streams';
import type { TensorStream } from '../../core/tensor/tensorStream';
import { numbered } from './naming';
import type { Result } from './results';

/** One tensor's pictures, one file each. */
export interface PngTarget {
  readonly type: 'pictures';
  /** The first file's path. */
  readonly path: string;
  readonly paths: readonly string[];
  readonly stream: TensorStream;
  readonly kind: Kind | null;
  /** Names of the tensors of the result that are no part of the pictures. */
  readonly left: readonly string[];
  readonly size: PictureSize;
  /** Text chunks: `prompt` and `workflow`, as SaveImage writes them. */
  readonly text: ReadonlyMap<string, string>;
}

/** One target for each picture tensor of a result. @throws TensorFileError when one is no picture. */
export function pngTargets(result: Result, path: string): PngTarget[] {
  const converted = result.tensors.filter(({ isConverted }) => isConverted);
  const beside = result.tensors.filter(({ isConverted }) => !isConverted);
  const left = beside.map(({ tensor }) => tensor.name).filter(name => name !== LATENT_MARKER);
  return converted.map(({ tensor, kind }) => {
    const size = pictureSize(tensor.shape, kind);
    if (typeof size === 'string')
      throw new TensorFileError(t`"${tensor.name}" cannot be a PNG: ${size}`, {
        tensor: tensor.name,
      });
    const start = converted.length === 1 ? path : numbered(path, `.${fileSafe(tensor.name)}`);
    const paths =
      size.count === 1
        ? [start]
        : Array.from({ length: size.count }, (_, i) => numbered(start, numberSuffix(i)));
    const stream = viewStream(tensor);
    const text = textOf(result);
    return { type: 'pictures', path: paths[0]!, paths, stream, kind, left, size, text };
  });
}

/** A tensor's name as a part of a file's name. */
function fileSafe(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 80);
}

/** The metadata that a picture keeps, as SaveImage writes it. */
export const PICTURE_METADATA: readonly string[] = ['prompt', 'workflow'];

function textOf(result: Result): Map<string, string> {
  const { metadata } = result.source.opened.file;
  return new Map([...metadata].filter(([key]) => PICTURE_METADATA.includes(key)));
}

/** Bytes of all pictures before they are encoded. */
export function pictureBytes({ size }: PngTarget): number {
  return size.count * size.height * size.width * size.channels;
}

/** The pictures of a target, each with its path. */
export async function* picturesOf(target: PngTarget, signal?: AbortSignal) {
  let index = 0;
  for await (const data of pictures(target.stream, target.kind, signal)) {
    yield { path: target.paths[index]!, data };
    index++;
  }
}
