import { firstPicture, firstToShow } from '../../core/render/firstPicture';
import type { Picture, PictureRequest } from '../../core/render/picture';
import type { TensorPicture } from '../../protocol/webviewMethods';
import type { TensorDocument } from './tensorDocument';

/** The picture that a new editor will ask for first, read while its page loads. */
export class FirstPicture {
  readonly #tensor: number;
  readonly #request: PictureRequest;
  readonly #picture: Promise<Picture>;
  readonly #controller = new AbortController();

  private constructor(document: TensorDocument, tensor: number, request: PictureRequest) {
    this.#tensor = tensor;
    this.#request = request;
    const rest = { tensor, request };
    this.#picture = document.ask('picture', rest, { signal: this.#controller.signal });
    // Whoever asks hears of a failure; nobody may.
    this.#picture.catch(() => {});
  }

  /** Starts reading; null where nothing can be told beforehand. */
  static of(document: TensorDocument): FirstPicture | null {
    const { file } = document;
    const request = file && firstPicture(file.tensors, file.findings);
    return request ? new FirstPicture(document, firstToShow(file.tensors), request) : null;
  }

  /** The picture, or null when it is not there by then. */
  async before(end: Promise<null>): Promise<TensorPicture | null> {
    const picture = await Promise.race([this.#picture.catch(() => null), end]);
    return picture && { tensor: this.#tensor, request: this.#request, picture };
  }

  /**
   * The picture on its way, where the page asks for just that one; one made from samples does not answer
   * who wants all values, and is asked for by `ask`.
   */
  answer(
    tensor: number,
    request: PictureRequest,
    ask: () => Promise<Picture>,
  ): Promise<Picture> | null {
    if (tensor !== this.#tensor || keyOf(request) !== keyOf(this.#request)) return null;
    if (request.quality === 'coarse') return this.#picture;
    return this.#picture.then(picture => (picture.sampled ? ask() : picture));
  }

  dispose(): void {
    this.#controller.abort();
  }
}

function keyOf({ axes, index, channels, region, maxWidth, maxHeight, reduce }: PictureRequest) {
  return JSON.stringify([axes, index, channels, region, maxWidth, maxHeight, reduce]);
}
