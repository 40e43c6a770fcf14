import type { Sharp, SharpOptions } from 'sharp';
import { TensorFileError } from '../../core/errors';
import { t } from '../../core/l10n';
import { checkSize } from '../images/checkSize';
import type { ImageInput } from '../images/decoder';
import { everyNth, type Raster } from '../images/frames';
import { MAX_FRAME_PIXELS, MAX_TOTAL_PIXELS } from '../images/limits';
import type {
  GraySamples,
  PictureHeader,
  Pictures,
  PixelOptions,
  PngPixels,
  SampleArrays,
} from '../platform';
import { loadSharp } from './sharpModule';

/** Header fields as sharp reports them. @throws TensorFileError when it knows no such picture. */
async function readHeader(input: ImageInput, options: PixelOptions): Promise<PictureHeader> {
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
async function readPixels(
  input: ImageInput,
  options: PixelOptions,
  signal?: AbortSignal,
): Promise<Raster> {
  return decode(input, options, pipeline => pipeline.raw(), signal);
}

/** CMYK ink as stored, 4 channels. */
async function readInk(
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
async function readSamples<T extends keyof SampleArrays>(
  input: ImageInput,
  depth: T,
  options: PixelOptions,
  signal?: AbortSignal,
): Promise<GraySamples<SampleArrays[T]>> {
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
  const samples = new SAMPLE_ARRAYS[depth](bytes) as SampleArrays[T];
  return { width, height, samples: takeFirst(samples, raster.channels) };
}

const SAMPLE_ARRAYS = {
  char: Int8Array,
  ushort: Uint16Array,
  uint: Uint32Array,
  int: Int32Array,
  float: Float32Array,
};

/** The first of each pixel's channels: gray with alpha keeps its gray. */
function takeFirst<T extends SampleArrays[keyof SampleArrays]>(samples: T, channels: number): T {
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

function undecodable(input: ImageInput, cause: unknown): TensorFileError {
  if (cause instanceof TensorFileError) return cause;
  const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!.trim();
  return new TensorFileError(
    t`"${input.name}" cannot be decoded as ${input.container.toUpperCase()}: ${reason}.`,
    {},
    { cause },
  );
}

/** Told apart by their channels: gray stays gray. */
async function encodePng({ width, height, channels, data }: PngPixels): Promise<Uint8Array> {
  const sharp = await loadSharp();
  const pipeline = sharp(data, { raw: { width, height, channels } });
  if (channels === 1) pipeline.toColourspace('b-w');
  return pipeline.png({ compressionLevel: 6, adaptiveFiltering: false }).toBuffer();
}

/** sharp (libvips), bit-equal to Pillow with the options that our decoders give. */
export const pictures: Pictures = { readHeader, readPixels, readInk, readSamples, encodePng };
