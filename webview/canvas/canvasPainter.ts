import { paint } from '../../src/core/render/paint';
import { fitCanvas, type Painter } from './painter';

/** Paints by plain arithmetic: for machines without WebGL2. */
export const canvasPainter: Painter = {
  id: 'canvas2d',
  paint(target, picture, options) {
    const context = fitCanvas(target, picture);
    if (picture.width === 0 || picture.height === 0) return;
    context.putImageData(
      new ImageData(paint(picture, options), picture.width, picture.height),
      0,
      0,
    );
  },
  dispose() {},
};
