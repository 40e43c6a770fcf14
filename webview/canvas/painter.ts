import { t } from '../../src/core/l10n';
import type { PaintOptions } from '../../src/core/render/paint';
import type { Picture } from '../../src/core/render/picture';

/** Turns a picture into pixels. Both implementations give the same, within one level of 255. */
export interface Painter {
  readonly id: 'webgl2' | 'canvas2d';
  /** Paints the whole picture; the canvas takes the picture's size. */
  paint(target: HTMLCanvasElement, picture: Picture, options: PaintOptions): void;
  dispose(): void;
}

/** Gives `target` the picture's size, but only when it differs: setting it clears the canvas. */
export function fitCanvas(target: HTMLCanvasElement, picture: Picture): CanvasRenderingContext2D {
  if (target.width !== picture.width) target.width = picture.width;
  if (target.height !== picture.height) target.height = picture.height;
  const context = target.getContext('2d');
  if (!context) throw new Error(t('This browser gives no 2-D canvas'));
  return context;
}
