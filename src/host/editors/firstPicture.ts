import { firstPicture } from '../../core/render/firstPicture';
import type { Picture, PictureRequest } from '../../core/render/picture';
import type { TensorPicture } from '../../protocol/webviewMethods';
import type { TensorDocument } from './tensorDocument';

/** The tensor that an untouched editor shows. */
const TENSOR = 0;

/** The picture that a new editor will ask for first, read while its page loads. */
export class FirstPicture {
  readonly #request: PictureRequest;
  readonly #picture: Promise<Picture>;
  readonly #controller = new AbortController();

  private constructor(document: TensorDocument, request: PictureRequest) {
    this.#request = request;
    const rest = { tensor: TENSOR, request };
    this.#picture = document.ask('picture', rest, { signal: this.#controller.signal });
    // Whoever asks hears of a failure; nobody may.
    this.#picture.catch(() => {});
  }

  /** Starts reading; null where nothing can be told beforehand. */
  static of(document: TensorDocument): FirstPicture | null {
    const { file } = document;
    const request = file && firstPicture(file.tensors, file.findings);
    return request ? new FirstPicture(document, request) : null;
  }

  /** The picture, or null when it is not there by then. */
  async before(end: Promise<null>): Promise<TensorPicture | null> {
    const picture = await Promise.race([this.#picture.catch(() => null), end]);
    return picture && { tensor: TENSOR, request: this.#request, picture };
  }

  /** The picture on its way, where the page asks for just that one. */
  answer(tensor: number, request: PictureRequest): Promise<Picture> | null {
    return tensor === TENSOR && keyOf(request) === keyOf(this.#request) ? this.#picture : null;
  }

  dispose(): void {
    this.#controller.abort();
  }
}

function keyOf({ axes, index, channels, region, maxWidth, maxHeight, reduce }: PictureRequest) {
  return JSON.stringify([axes, index, channels, region, maxWidth, maxHeight, reduce]);
}
