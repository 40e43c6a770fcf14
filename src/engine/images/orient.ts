import type { Frame } from './frames';

/** Where output pixel (x, y) comes from, for a source of `width` by `height`, by EXIF orientation. */
type Turn = (x: number, y: number, width: number, height: number) => [x: number, y: number];

/** EXIF 2.3, tag 0x0112; 1 is upright. */
const TURNS: Record<number, Turn> = {
  2: (x, y, width) => [width - 1 - x, y],
  3: (x, y, width, height) => [width - 1 - x, height - 1 - y],
  4: (x, y, _, height) => [x, height - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _, height) => [y, height - 1 - x],
  7: (x, y, width, height) => [width - 1 - y, height - 1 - x],
  8: (x, y, width) => [width - 1 - y, x],
};

/** The frame turned upright; unknown orientations are left as they are. */
export function orient(frame: Frame, orientation: number): Frame {
  const turn = TURNS[orientation];
  if (turn === undefined) return frame;
  const swaps = orientation >= 5;
  const width = swaps ? frame.height : frame.width;
  const height = swaps ? frame.width : frame.height;
  const rgb = new Uint8Array(frame.rgb.length);
  const alpha = frame.alpha === null ? null : new Uint8Array(frame.alpha.length);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to++) {
      const [fromX, fromY] = turn(x, y, frame.width, frame.height);
      const from = fromY * frame.width + fromX;
      for (let c = 0; c < 3; c++) rgb[to * 3 + c] = frame.rgb[from * 3 + c]!;
      if (alpha !== null) alpha[to] = frame.alpha![from]!;
    }
  return { width, height, rgb, alpha };
}
