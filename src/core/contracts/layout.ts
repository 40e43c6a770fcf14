import { type Classification, drawnAs } from './classification';
import type { AxisLetters } from './contract';

/** What a layout is told from. */
interface LayoutSubject {
  readonly shape: readonly number[];
  readonly classification: Classification;
}

/** What each axis of a tensor stands for, as far as its kind tells. */
export interface Layout {
  /** One letter an axis where the contract names it (`B H W C`), else `d0`, `d1`, ... */
  readonly names: readonly string[];
  readonly rows: number | null;
  readonly columns: number | null;
  readonly channels: number | null;
  readonly batch: number | null;
  readonly frames: number | null;
  /** Axes that are not where the contract wants them. */
  readonly wrong: readonly number[];
}

/** The layout of a tensor under its kind, by its shape alone. */
export function layoutOf({ classification, shape }: LayoutSubject): Layout {
  const drawn = drawnAs(classification)?.drawn(shape);
  return drawn ? fromLetters(drawn) : plainLayout(shape);
}

function fromLetters({ letters, misplaced }: AxisLetters): Layout {
  const at = (letter: string) => {
    const axis = letters.indexOf(letter);
    return axis < 0 ? null : axis;
  };
  return {
    names: [...letters],
    rows: at('H'),
    columns: at('W'),
    channels: at('C'),
    batch: at('B'),
    frames: at('T'),
    wrong: [...letters].flatMap((letter, axis) => (misplaced.includes(letter) ? [axis] : [])),
  };
}

/** No contract: the last two axes that are longer than one make the plane. */
function plainLayout(shape: readonly number[]): Layout {
  const rank = shape.length;
  return {
    names: shape.map((_, axis) => `d${axis}`),
    rows: rank >= 2 ? rank - 2 : null,
    columns: rank >= 1 ? rank - 1 : null,
    channels: null,
    batch: null,
    frames: null,
    wrong: [],
  };
}

/** A layout that reads any tensor as colours, or null: `[.., H, W, C]` or `[.., C, H, W]`. */
export function colorLayout(shape: readonly number[]): Layout | null {
  const rank = shape.length;
  if (rank < 3) return null;
  const [c, h, w] = [shape[rank - 3]!, shape[rank - 2]!, shape[rank - 1]!];
  const plain = plainLayout(shape);
  if ((w === 3 || w === 4) && c >= 8 && h >= 8)
    return { ...plain, rows: rank - 3, columns: rank - 2, channels: rank - 1 };
  if ((c === 3 || c === 4) && h >= 8 && w >= 8)
    return { ...plain, rows: rank - 2, columns: rank - 1, channels: rank - 3 };
  return null;
}
