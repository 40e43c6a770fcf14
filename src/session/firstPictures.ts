import { firstPicture, firstToShow } from '../core/present/firstPicture';
import type { Picture } from '../core/render/picture';
import { pictureKey } from '../core/render/pictureKey';
import type { TensorPicture, TensorPictureRequest } from '../protocol/webviewMethods';
import type { TensorDocument } from './tensorDocument';

/** Most pictures that a view opens with: an image, its mask, a noise mask between two frames. */
const MAX_PICTURES = 4;

interface Expected extends TensorPictureRequest {
  readonly picture: Promise<Picture>;
}

/** The pictures that a new page will ask for first, read while it loads. */
export class FirstPictures {
  readonly #expected: readonly Expected[];
  readonly #controller = new AbortController();

  private constructor(document: TensorDocument, wanted: readonly TensorPictureRequest[]) {
    const { signal } = this.#controller;
    this.#expected = wanted.map(({ tensor, request }) => {
      const picture = document.ask('picture', { tensor, request }, { signal });
      // Whoever asks hears of a failure; nobody may.
      picture.catch(() => {});
      return { tensor, request, picture };
    });
  }

  /** Those of an editor that nobody touched. */
  static ofUntouched(document: TensorDocument): FirstPictures {
    const { file } = document;
    const request = file && firstPicture(file.tensors, file.findings);
    const tensor = file ? firstToShow(file.tensors, file.findings) : 0;
    return new FirstPictures(document, request ? [{ tensor, request }] : []);
  }

  /** Those that the last page of this file opened with, as it said: the engine checks what it asks for. */
  static again(document: TensorDocument, opening: unknown): FirstPictures {
    const asked: readonly unknown[] = Array.isArray(opening) ? opening : [];
    return new FirstPictures(document, asked.filter(isRequest).slice(0, MAX_PICTURES));
  }

  /** The pictures that are there once all are, or by the end that is given. */
  async before(end: Promise<null>): Promise<readonly TensorPicture[]> {
    const there: TensorPicture[] = [];
    const all = this.#expected.map(async ({ tensor, request, picture }) => {
      there.push({ tensor, request, picture: await picture });
    });
    await Promise.race([Promise.allSettled(all), end]);
    return [...there];
  }

  /**
   * A picture on its way, where the page asks for just that one; one made from samples does not answer
   * who wants all values, and is asked for by `ask`.
   */
  answer(wanted: TensorPictureRequest, ask: () => Promise<Picture>): Promise<Picture> | null {
    const key = keyOf(wanted);
    const found = this.#expected.find(expected => keyOf(expected) === key);
    if (!found) return null;
    if (wanted.request.quality === 'coarse') return found.picture;
    return found.picture.then(picture => (picture.sampled ? ask() : picture));
  }

  dispose(): void {
    this.#controller.abort();
  }
}

/** The key of a picture, whether samples will do or not. */
function keyOf({ tensor, request }: TensorPictureRequest): string {
  return pictureKey({ tensor, request: { ...request, quality: undefined } });
}

function isRequest(asked: unknown): asked is TensorPictureRequest {
  const { tensor, request } = (asked ?? {}) as Partial<TensorPictureRequest>;
  return Number.isInteger(tensor) && typeof request === 'object' && request !== null;
}
