import { DEFAULT_TONE, paintOptions, UNIT_GRAY, VIEW_DEFAULTS } from '../../src/core/present/tone';
import type { Picture } from '../../src/core/render/picture';
import { painter } from './choosePainter';
import type { MaskStyleOptions } from './layers';
import { type Plane, type PlaneSource, wholePlane } from './pictures';

/** A mask whose size is not the picture's, and how it is laid on. */
export interface MismatchedMaskSpec {
  readonly plane: Plane;
  readonly style: MaskStyleOptions;
}

/** Pixels a side of the mask at most: it is there to show where it lies, not its details. */
const MAX_SIDE = 512;

/** Fetches and paints one mask over nothing, so that it can lie on a picture of another size. */
export class MismatchedMask {
  readonly #changed: () => void;
  #key = '';
  #spec: MismatchedMaskSpec | null = null;
  #mask: Picture | null = null;
  #controller: AbortController | null = null;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Asks for the mask's picture when it is another than before. */
  show(source: PlaneSource, spec: MismatchedMaskSpec | null): void {
    this.#spec = spec;
    const key = spec ? JSON.stringify(spec.plane) : '';
    if (key === this.#key) return;
    this.dispose();
    this.#key = key;
    this.#mask = null;
    if (!spec) return;
    const controller = new AbortController();
    this.#controller = controller;
    const wanted = { ...wholePlane(spec.plane), maxWidth: MAX_SIDE, maxHeight: MAX_SIDE };
    source.fetch(wanted, controller.signal).then(
      mask => {
        this.#mask = mask;
        this.#changed();
      },
      // The picture itself is on screen; a mask that does not come is not worth an error page.
      () => undefined,
    );
  }

  paint(canvas: HTMLCanvasElement): void {
    const { width, height } = this.#spec?.plane ?? { width: 0, height: 0 };
    canvas.hidden = !this.#spec || !this.#mask;
    if (!this.#spec || !this.#mask) return;
    const picture = clearPicture(this.#mask);
    const channels = [0, 1, 2, 3];
    const tone = paintOptions(picture, channels, CLEAR, DEFAULT_TONE, VIEW_DEFAULTS, UNIT_GRAY);
    const mask = { ...this.#spec.style, picture: this.#mask };
    painter().paint(canvas, picture, { ...tone, mask });
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }

  dispose(): void {
    this.#controller?.abort();
    this.#controller = null;
    this.#key = '';
  }
}

/** What the picture of nothing is made of. */
const CLEAR = { dtype: 'F32' };
const clear = new WeakMap<Picture, Picture>();

/** A picture of nothing, as large as the mask. */
function clearPicture(mask: Picture): Picture {
  const known = clear.get(mask);
  if (known) return known;
  const data = new Float32Array(4 * mask.width * mask.height);
  const range = { min: 0, max: 0 };
  const made = { ...mask, channelCount: 4, data, ranges: [range, range, range, range] };
  clear.set(mask, made);
  return made;
}
