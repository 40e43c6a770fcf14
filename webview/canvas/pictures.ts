import type { Picture, PictureAxes, ReduceMode, Region } from '../../src/core/render/picture';
import type { TensorPicture } from '../../src/protocol/webviewMethods';
import type { Host } from '../host';

/** A plane of a tensor to look at: all of a request but the region and the size. */
export interface Plane {
  /** A borrowed file; undefined is the file of this editor. */
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

/** Where a stage gets its pictures. */
export interface PlaneSource {
  /** A picture of `region` in at most the given size; `coarse` may be of samples. @throws CancelledError, RpcError. */
  fetch(
    plane: Plane,
    region: Region,
    maxWidth: number,
    maxHeight: number,
    signal: AbortSignal,
    quality?: 'coarse',
  ): Promise<Picture>;
}

/** Pictures kept on the page, oldest out first. */
const CACHE_BYTES = 64 * 1024 * 1024;

/** Fetches pictures and keeps the last ones, so that going back costs nothing. */
export class PictureSource implements PlaneSource {
  readonly #host: Host;
  readonly #kept = new Map<string, Picture>();
  #bytes = 0;
  /** Bytes of pictures that came over the wire since the page opened. */
  receivedBytes = 0;

  constructor(host: Host) {
    this.#host = host;
  }

  async fetch(
    plane: Plane,
    region: Region,
    maxWidth: number,
    maxHeight: number,
    signal: AbortSignal,
    quality?: 'coarse',
  ): Promise<Picture> {
    const { file, tensor, axes, index, channels, reduce } = plane;
    const request = { axes, index, channels, region, maxWidth, maxHeight, reduce, quality };
    const key = JSON.stringify([file, tensor, request]);
    const known = this.#kept.get(key);
    if (known) {
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const picture =
      file === undefined
        ? await this.#host.call('picture', { tensor, request }, signal)
        : await this.#host.call('borrowedPicture', { file, tensor, request }, signal);
    this.receivedBytes += picture.data.byteLength;
    this.#keep(key, picture);
    return picture;
  }

  /** Takes a picture that the host sent before it was asked. */
  offer({ tensor, request, picture }: TensorPicture): void {
    const { axes, index, channels, region, maxWidth, maxHeight, reduce } = request;
    const asked = { axes, index, channels, region, maxWidth, maxHeight, reduce };
    const quality = picture.sampled ? 'coarse' : undefined;
    this.receivedBytes += picture.data.byteLength;
    this.#keep(JSON.stringify([undefined, tensor, { ...asked, quality }]), picture);
  }

  /** Forgets everything: the file changed. */
  clear(): void {
    this.#kept.clear();
    this.#bytes = 0;
  }

  #keep(key: string, picture: Picture): void {
    this.#kept.set(key, picture);
    this.#bytes += picture.data.byteLength;
    for (const [oldKey, old] of this.#kept) {
      if (this.#bytes <= CACHE_BYTES) return;
      this.#kept.delete(oldKey);
      this.#bytes -= old.data.byteLength;
    }
  }
}
