import { ByteLru } from '../bytes/byteLru';
import type { Picture, PictureRequest } from './picture';
import { pictureKey } from './pictureKey';

/** What a picture shows: a tensor of one version of one opened file. */
interface PictureSubject {
  /** Of the opened file; another one when its bytes may have changed. */
  readonly version: string;
  readonly tensor: number;
}

/**
 * The pictures drawn last, up to a number of bytes: whoever pans back or turns to a tensor again waits for
 * nothing. Pictures are copied in and out, as whoever asks may hand their numbers on.
 */
export class PictureCache {
  readonly #pictures: ByteLru<Picture>;

  constructor(maxBytes: number) {
    this.#pictures = new ByteLru(maxBytes, ({ data }) => data.byteLength);
  }

  /** Bytes held now; never more than the maximum. */
  get heldBytes(): number {
    return this.#pictures.heldBytes;
  }

  /** The picture of a request, drawn only if it is not held. */
  async of(
    subject: PictureSubject,
    request: PictureRequest,
    draw: () => Promise<Picture>,
  ): Promise<Picture> {
    const key = pictureKey({ tensor: subject.tensor, request }, subject.version);
    const known = this.#pictures.get(key);
    if (known) return copyOf(known);
    const picture = await draw();
    this.#pictures.set(key, copyOf(picture));
    return picture;
  }
}

function copyOf(picture: Picture): Picture {
  return { ...picture, data: picture.data.slice() };
}
