import type { Metadata, Sharp, SharpOptions } from 'sharp';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import type { ImageInput } from './decoder';
import { everyNth, type Raster } from './frames';
import { CHEAP_PIXELS, MAX_FRAME_PIXELS, MAX_PIXELS_PER_BYTE, MAX_TOTAL_PIXELS } from './limits';
import { loadSharp } from './sharpModule';

/** How strict libvips is: `none` decodes what is there of a cut file, `warning` takes nothing doubtful. */
export type FailOn = 'none' | 'error' | 'warning';

/** Which page to decode; `all` stacks the frames of an animation. */
export interface PixelOptions {
  readonly failOn: FailOn;
  readonly page?: number | 'all';
}

/** Header fields as sharp reports them. @throws TensorFileError when it knows no such picture. */
export async function readHeader(input: ImageInput, options: PixelOptions): Promise<Metadata> {
  const sharp = await loadSharp();
  try {
    const header = await sharp(input.bytes, inputOptions(options)).metadata();
    checkSize(input, header.width, header.pageHeight ?? header.height);
    return header;
  } catch (cause) {
    throw undecodable(input, cause);
  }
}

/** 8-bit pixels, turned upright, no colour profile applied. */
export async function readPixels(
  input: ImageInput,
  options: PixelOptions,
  signal?: AbortSignal,
): Promise<Raster> {
  return decode(input, options, pipeline => pipeline.raw(), signal);
}

/** CMYK ink as stored, 4 channels. */
export async function readInk(
  input: ImageInput,
  options: PixelOptions,
  signal?: AbortSignal,
): Promise<Raster> {
  return decode(
    input,
    options,
    pipeline => pipeline.pipelineColourspace('cmyk').toColourspace('cmyk').raw(),
    signal,
  );
}

/** Gray samples as stored, wider than 8 bits. */
export async function readSamples<T extends SampleDepth>(
  input: ImageInput,
  depth: T,
  options: PixelOptions,
  signal?: AbortSignal,
): Promise<{ width: number; height: number; samples: SampleArray<T> }> {
  const space = depth === 'ushort' ? 'grey16' : 'b-w';
  const raster = await decode(
    input,
    options,
    pipeline => pipeline.toColourspace(space).raw({ depth }),
    signal,
  );
  const { width, height, data } = raster;
  // A copy, for alignment: the buffer may start anywhere in a pool.
  const bytes = new Uint8Array(data).buffer;
  const samples = new SAMPLE_ARRAYS[depth](bytes) as SampleArray<T>;
  return { width, height, samples: takeFirst(samples, raster.channels) };
}

const SAMPLE_ARRAYS = {
  char: Int8Array,
  ushort: Uint16Array,
  uint: Uint32Array,
  int: Int32Array,
  float: Float32Array,
};
type SampleDepth = keyof typeof SAMPLE_ARRAYS;
type SampleArray<T extends SampleDepth> = InstanceType<(typeof SAMPLE_ARRAYS)[T]>;

/** The first of each pixel's channels: gray with alpha keeps its gray. */
function takeFirst<T extends SampleArray<SampleDepth>>(samples: T, channels: number): T {
  return channels === 1 ? samples : (everyNth(samples, channels) as T);
}

async function decode(
  input: ImageInput,
  options: PixelOptions,
  steps: (pipeline: Sharp) => Sharp,
  signal?: AbortSignal,
): Promise<Raster> {
  const sharp = await loadSharp();
  signal?.throwIfAborted();
  try {
    const pipeline = sharp(input.bytes, inputOptions(options));
    // libvips cannot turn a stack of frames; the caller turns those.
    if (options.page !== 'all') pipeline.autoOrient();
    const { data, info } = await steps(pipeline).toBuffer({ resolveWithObject: true });
    signal?.throwIfAborted();
    return { width: info.width, height: info.height, channels: info.channels, data };
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw undecodable(input, cause);
  }
}

function inputOptions({ failOn, page = 0 }: PixelOptions): SharpOptions {
  return {
    failOn,
    ignoreIcc: true,
    limitInputPixels: page === 'all' ? MAX_TOTAL_PIXELS : MAX_FRAME_PIXELS,
    ...(page === 'all' ? { pages: -1 } : { page, pages: 1 }),
  };
}

/**
 * @throws TensorFileError when a picture claims more pixels than Pillow would open, or so many more than
 * its bytes can hold that even its sound part would be nothing beside the memory it costs.
 */
export function checkSize(input: ImageInput, width: number, height: number): void {
  const perByte = MAX_PIXELS_PER_BYTE[input.container];
  const isCheap = width * height <= CHEAP_PIXELS;
  if (perByte && !isCheap && width * height > input.bytes.length * perByte)
    throw new TensorFileError(
      t`"${input.name}" claims ${width} x ${height} pixels in ${input.bytes.length} bytes, which cannot hold them: the file is cut short or damaged.`,
    );
  if (width * height > MAX_FRAME_PIXELS)
    throw new TensorFileError(
      t`"${input.name}" claims ${width} x ${height} pixels; pictures above ${MAX_FRAME_PIXELS} pixels are refused as decompression bombs, as Pillow does.`,
    );
}

function undecodable(input: ImageInput, cause: unknown): TensorFileError {
  if (cause instanceof TensorFileError) return cause;
  const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!.trim();
  return new TensorFileError(
    t`"${input.name}" cannot be decoded as ${input.container.toUpperCase()}: ${reason}.`,
    {},
    { cause },
  );
}
