import type { Point } from '../../core/present/lineGeometry';
import type { Rgb } from '../../core/render/maskOverlay';

/** How much of each pixel is covered, 0 to 1, by strokes of one colour. */
export class Coverage {
  readonly #width: number;
  readonly #height: number;
  readonly #cover: Float32Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#cover = new Float32Array(width * height);
  }

  /** Covers one row of pixels from `left` to `right`. */
  bar(left: number, right: number, y: number): void {
    this.#cover.fill(1, y * this.#width + left, y * this.#width + right);
  }

  /** A stroke with round ends; from a point to itself it is a dot. */
  stroke([x1, y1]: Point, [x2, y2]: Point, radius: number): void {
    const reach = radius + 1;
    const inside = (value: number, size: number) => Math.max(0, Math.min(size, Math.floor(value)));
    const [dx, dy] = [x2 - x1, y2 - y1];
    const length = dx * dx + dy * dy;
    const lastY = inside(Math.max(y1, y2) + reach + 1, this.#height);
    const lastX = inside(Math.max(x1, x2) + reach + 1, this.#width);
    for (let y = inside(Math.min(y1, y2) - reach, this.#height); y < lastY; y++)
      for (let x = inside(Math.min(x1, x2) - reach, this.#width); x < lastX; x++) {
        const [px, py] = [x + 0.5 - x1, y + 0.5 - y1];
        const along = length > 0 ? Math.max(0, Math.min(1, (px * dx + py * dy) / length)) : 0;
        const distance = Math.hypot(px - along * dx, py - along * dy);
        const cover = Math.min(1, radius + 0.5 - distance);
        const at = y * this.#width + x;
        if (cover > this.#cover[at]!) this.#cover[at] = cover;
      }
  }

  /** Lays the strokes in a colour on pixels, alpha not premultiplied. */
  layOn(rgba: Uint8ClampedArray, color: Rgb, opacity: number): void {
    for (const [i, cover] of this.#cover.entries()) {
      const share = cover * opacity;
      if (share === 0) continue;
      const under = (rgba[i * 4 + 3]! / 255) * (1 - share);
      const total = share + under;
      for (let c = 0; c < 3; c++)
        rgba[i * 4 + c] = (color[c]! * share + rgba[i * 4 + c]! * under) / total;
      rgba[i * 4 + 3] = total * 255;
    }
  }
}
