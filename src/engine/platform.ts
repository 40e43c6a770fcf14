import type { ByteSource } from '../core/bytes/byteSource';
import type { LocalText } from '../core/l10n';
import type { ChunkRunner } from '../core/tensor/statsChunk';
import type { ByteSink } from '../core/writers/writer';
import type { ImageInput } from './images/decoder';
import type { Raster } from './images/frames';

/**
 * What the engine needs of the machine that it runs on. `engine/node` implements it, each interface in the
 * module of its name; a build for elsewhere replaces that folder alone.
 */

/** Paths as this system writes them. */
export interface Paths {
  readonly separator: string;
  basename(path: string): string;
  dirname(path: string): string;
  /** The ending with its dot, empty where there is none. */
  extname(path: string): string;
  isAbsolute(path: string): boolean;
  join(...parts: string[]): string;
  normalize(path: string): string;
  /** The whole path, from the working folder where it is relative. */
  resolve(path: string): string;
}

/** What lies at a path. */
export type PathKind = 'file' | 'folder' | 'other';

/** One entry of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** The files of this machine, as they are read. */
export interface Files {
  /** A file by ranges. @throws TensorFileError in words; its cause has the system's `code`. */
  open(path: string): Promise<ByteSource>;
  /** What a path leads to; null where that is nothing, or nobody may ask. */
  kindOf(path: string): Promise<PathKind | null>;
  /** Whether the name is taken, by whatever it is. */
  isThere(path: string): Promise<boolean>;
  /** What changes when a file does: its time and size as text; empty where it is gone. */
  versionOf(path: string): Promise<string>;
  /** What tells a file from others: its path without links, and where it exists, its place on the disk. */
  identitiesOf(path: string): Promise<readonly string[]>;
  /** In no order. @throws Error with the system's `code` */
  entriesOf(folder: string): Promise<readonly FolderEntry[]>;
  /** A folder for what has no place of its own. */
  temporaryFolder(): string;
}

export interface AtomicWriteOptions {
  /** Replace an existing file; without it an existing file is refused. */
  readonly overwrite: boolean;
  /** Told the bytes written so far, at most every few tens of milliseconds' worth of them. */
  readonly onProgress?: (doneBytes: number) => void;
}

/** A file that is whole and on the disk, but has not got its name yet. */
export interface StagedFile {
  /** The name that it is to have. */
  readonly path: string;
  /** Where it is meanwhile, beside that. */
  readonly temporary: string;
  readonly byteLength: number;
}

export type WriteBytes = (sink: ByteSink) => Promise<void>;

/** The files of this machine, as they are written: whole or not at all. */
export interface Writing {
  /** Writes one file. @returns its length in bytes. @throws TensorFileError that says why not */
  atomicWrite(
    path: string,
    write: WriteBytes,
    options: AtomicWriteOptions,
    signal?: AbortSignal,
  ): Promise<number>;
  /** Writes a file under a temporary name. @throws TensorFileError; nothing is left then */
  stageFile(
    path: string,
    write: WriteBytes,
    onProgress?: (doneBytes: number) => void,
    signal?: AbortSignal,
  ): Promise<StagedFile>;
  /** Gives all files their names, or none. @throws TensorFileError that says which and why */
  giveNames(staged: readonly StagedFile[], overwrite: boolean): Promise<void>;
  /** Removes files that never got their names. */
  discardStaged(staged: readonly StagedFile[]): Promise<void>;
  /** @throws TensorFileError when the folder is not there, or a file is in the way */
  demandTarget(path: string, overwrite: boolean): Promise<void>;
  /** Removes what killed processes have left beside these paths. */
  removeLeftovers(paths: Iterable<string>): Promise<void>;
}

/** Deflate, both ways. */
export interface Zlib {
  /** A whole zlib stream. @throws Error when it is damaged, cut, or gives more than `mostBytes` */
  inflate(data: Uint8Array, mostBytes: number): Promise<Uint8Array>;
  /** A zlib stream, a cut one up to its end; null when it is damaged or gives more than `mostBytes`. */
  inflateSound(data: Uint8Array, mostBytes: number): Promise<Uint8Array | null>;
  /** Raw deflate of a stream of bytes, level 6, as NumPy's savez_compressed writes it. */
  deflate(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}

/** Where long scans are worked on. */
export interface Threads {
  /** The runner for a scan of so many bytes: many threads for a long one, this one else. */
  runnerFor(byteLength: number): ChunkRunner;
  /** After a request that failed: its threads are not kept for the next one, which may never come. */
  endIdle(): void;
}

/** How strict a decoder is: `none` decodes what is there of a cut file, `warning` takes nothing doubtful. */
export type FailOn = 'none' | 'error' | 'warning';

/** Which page to decode; `all` stacks the frames of an animation. */
export interface PixelOptions {
  readonly failOn: FailOn;
  readonly page?: number | 'all';
}

/** What a picture says of itself before its pixels are decoded. */
export interface PictureHeader {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Type of a sample: `uchar`, `ushort`, `float`, ... */
  readonly depth: string;
  readonly space: string;
  readonly hasAlpha: boolean;
  readonly bitsPerSample?: number | undefined;
  readonly pages?: number | undefined;
  readonly pageHeight?: number | undefined;
  /** EXIF orientation. */
  readonly orientation?: number | undefined;
  readonly exif?: Uint8Array | undefined;
  /** Said in the file's details, where its pixels may differ from LoadImage's. */
  readonly decodedBy?: LocalText | undefined;
}

/** Typed arrays by the name of their samples. */
export interface SampleArrays {
  readonly char: Int8Array;
  readonly ushort: Uint16Array;
  readonly uint: Uint32Array;
  readonly int: Int32Array;
  readonly float: Float32Array;
}

/** Gray samples wider than 8 bits. */
export interface GraySamples<T> {
  readonly width: number;
  readonly height: number;
  readonly samples: T;
}

/** Interleaved 8-bit pixels: gray, RGB or RGBA. */
export interface PngPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** `height * width * channels` bytes. */
  readonly data: Uint8Array;
}

/** The library that decodes what we do not decode ourselves. All throw TensorFileError in words. */
export interface Pictures {
  readHeader(input: ImageInput, options: PixelOptions): Promise<PictureHeader>;
  /** 8-bit pixels, turned upright, no colour profile applied. */
  readPixels(input: ImageInput, options: PixelOptions, signal?: AbortSignal): Promise<Raster>;
  /** CMYK ink as stored, 4 channels. */
  readInk(input: ImageInput, options: PixelOptions, signal?: AbortSignal): Promise<Raster>;
  /** Gray samples as stored, wider than 8 bits. */
  readSamples<T extends keyof SampleArrays>(
    input: ImageInput,
    depth: T,
    options: PixelOptions,
    signal?: AbortSignal,
  ): Promise<GraySamples<SampleArrays[T]>>;
  /** A PNG without text, the same bytes for the same pixels. */
  encodePng(pixels: PngPixels): Promise<Uint8Array>;
}
