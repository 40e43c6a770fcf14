import { ByteLru } from '../../src/core/bytes/byteLru';
import type { Picture, PictureAxes, ReduceMode, Region } from '../../src/core/render/picture';
import { pictureKey } from '../../src/core/render/pictureKey';
import type { TensorPicture, TensorPictureRequest } from '../../src/protocol/webviewMethods';
import type { Host } from '../host';

/** A plane of a tensor: all of a request but the region and the size. */
export interface Plane {
  /** A companion file; undefined is the file of this editor. */
  readonly file?: string | undefined;
  readonly tensor: number;
  readonly axes: PictureAxes;
  readonly index: readonly number[];
  readonly channels: readonly number[];
  /** Elements across and down. */
  readonly width: number;
  readonly height: number;
  /** Channels that the picture will have: for budgets. */
  readonly channelCount: number;
  readonly reduce: ReduceMode;
}

/** A region of a plane, in at most so many pixels. */
export interface PlaneRequest {
  readonly plane: Plane;
  readonly region: Region;
  readonly maxWidth: number;
  readonly maxHeight: number;
  /** `coarse` may be of samples. */
  readonly quality?: 'coarse' | undefined;
  /** Given where a view opens with this picture: the same to all that it opens with. */
  readonly opening?: Opening | undefined;
}

/** Where a stage gets its pictures. */
export interface PlaneSource {
  /** @throws CancelledError, RpcError. */
  fetch(request: PlaneRequest, signal: AbortSignal): Promise<Picture>;
}

/** A whole plane, in full or shrunk to a share of its pixels, sides rounded by `round`. */
export function wholePlane(plane: Plane, shrink = 1, round = Math.floor): PlaneRequest {
  const { width, height } = plane;
  const size = (length: number) => Math.max(1, round(length * Math.min(1, shrink)));
  return {
    plane,
    region: { x: 0, y: 0, width, height },
    maxWidth: size(width),
    maxHeight: size(height),
  };
}

/** Hears which pictures a view opens with, one by one. */
export type Opening = (asked: TensorPictureRequest) => void;

/** Pictures kept on the page, oldest out first. */
const CACHE_BYTES = 64 * 1024 * 1024;

/** Fetches pictures and keeps the last ones, so that going back costs nothing. */
export class PictureSource implements PlaneSource {
  readonly #host: Host;
  readonly #kept = new ByteLru<Picture>(CACHE_BYTES, ({ data }) => data.byteLength);
  readonly #derived = new Map<string, PlaneSource>();
  /** Bytes of pictures that came over the wire since the page opened. */
  receivedBytes = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  async fetch(
    { plane, region, maxWidth, maxHeight, quality, opening }: PlaneRequest,
    signal: AbortSignal,
  ): Promise<Picture> {
    const { file, tensor, axes, index, channels, reduce } = plane;
    const request = { axes, index, channels, region, maxWidth, maxHeight, reduce, quality };
    if (file === undefined) opening?.({ tensor, request });
    const key = pictureKey({ tensor, request }, file);
    const known = this.#kept.get(key);
    if (known) return known;
    const picture =
      file === undefined
        ? await this.#host.call('picture', { tensor, request }, signal)
        : await this.#host.call('companionPicture', { file, tensor, request }, signal);
    this.receivedBytes += picture.data.byteLength;
    this.#kept.set(key, picture);
    return picture;
  }

  /** Takes a picture that the host sent before it was asked. */
  offer({ tensor, request, picture }: TensorPicture): void {
    const quality = picture.sampled ? 'coarse' : undefined;
    this.receivedBytes += picture.data.byteLength;
    this.#kept.set(pictureKey({ tensor, request: { ...request, quality } }), picture);
  }

  /** A source made from this one, made once: a stage sees the same each time, and what it keeps is kept. */
  derived<T extends PlaneSource>(key: string, make: (from: this) => T): T {
    const known = this.#derived.get(key) ?? make(this);
    this.#derived.set(key, known);
    return known as T;
  }
}
