import { firstPicture } from '../../core/render/firstPicture';
import type { Picture, PictureRequest } from '../../core/render/picture';
import type { TensorDocument } from './tensorDocument';

/** The tensor that an untouched editor shows. */
const TENSOR = 0;

/** The picture that a new editor will ask for first, read while its page loads. */
export class FirstPicture {
  readonly #request: PictureRequest;
  readonly #picture: Promise<Picture>;
  readonly #controller = new AbortController();
  #isAsked = false;

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

  /** The picture on its way, where the page asks for just that one before it was told. */
  answer(tensor: number, request: PictureRequest): Promise<Picture> | null {
    if (tensor !== TENSOR || keyOf(request) !== keyOf(this.#request)) return null;
    this.#isAsked = true;
    return this.#picture;
  }

  /** Hands the picture over once it is there, unless the page has asked for it by then. */
  async tell(
    to: (first: {
      readonly tensor: number;
      readonly request: PictureRequest;
      readonly picture: Picture;
    }) => void,
  ): Promise<void> {
    const picture = await this.#picture.catch(() => null);
    if (picture && !this.#isAsked) to({ tensor: TENSOR, request: this.#request, picture });
  }

  dispose(): void {
    this.#controller.abort();
  }
}

function keyOf({ axes, index, channels, region, maxWidth, maxHeight, reduce }: PictureRequest) {
  return JSON.stringify([axes, index, channels, region, maxWidth, maxHeight, reduce]);
}
