import type { Finding } from '../findings';
import type { Classification } from './contract';

/** What a layout is told from. */
export interface LayoutSubject {
  readonly name: string;
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

/** Letters of the axes by kind and rank, as the contract has them. */
const RIGHT: Readonly<Record<string, string>> = {
  IMAGE4: 'BHWC',
  IMAGE3: 'HWC',
  IMAGE2: 'HW',
  MASK3: 'BHW',
  MASK2: 'HW',
  LATENT5: 'BCTHW',
  LATENT4: 'BCHW',
  LATENT3: 'CHW',
};
const COLOR_COUNTS = new Set([1, 3, 4]);

/** The layout of a tensor under its kind; findings settle what sizes alone cannot. */
export function layoutOf(tensor: LayoutSubject, findings: readonly Finding[]): Layout {
  const { classification, shape } = tensor;
  const maskLike = classification.role === 'noise_mask';
  const kind = maskLike ? 'MASK' : classification.kind;
  const rules = new Set(findings.filter(f => f.tensor === tensor.name).map(f => f.rule));
  // Where the order cannot be told, the contract's own is the one that ComfyUI reads.
  const isReported = rules.has('image/channel-first') && classification.ambiguity === undefined;
  if (kind === 'IMAGE' && isChannelFirst(shape, isReported))
    return fromLetters(shape.length === 4 ? 'BCHW' : 'CHW', ['C']);
  if (kind === 'MASK' && shape.length === 4)
    return shape[1] === 1 || shape[3] !== 1
      ? fromLetters('BCHW', ['C'])
      : fromLetters('BHWC', ['C']);
  if (kind === 'LATENT' && shape.length === 4 && rules.has('latent/channel-last'))
    return fromLetters('BHWC', ['C']);
  const letters = kind ? RIGHT[`${kind}${shape.length}`] : undefined;
  return letters ? fromLetters(letters, []) : plainLayout(shape);
}

function isChannelFirst(shape: readonly number[], reported: boolean): boolean {
  if (shape.length !== 4 && shape.length !== 3) return false;
  if (reported) return true;
  return !COLOR_COUNTS.has(shape.at(-1)!) && COLOR_COUNTS.has(shape.at(-3)!);
}

function fromLetters(letters: string, wrong: readonly string[]): Layout {
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
    wrong: [...letters].flatMap((letter, axis) => (wrong.includes(letter) ? [axis] : [])),
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
