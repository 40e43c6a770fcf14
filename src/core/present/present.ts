import { drawnAs } from '../contracts/classification';
import type { PictureView } from '../contracts/contract';
import { layoutOf } from '../contracts/layout';
import type { PictureAxes } from '../render/picture';
import { type ToneDefaults, toneDefaults } from './tone';
import { colorsOf, openingView, type Subject } from './views';

/** What a tensor is shown as before anyone touches it: by the page, by the host that reads ahead, by the CLI. */
export interface Presentation {
  readonly view: PictureView;
  readonly axes: PictureAxes;
  /** The channels that are read, in order; empty where there is one plane. */
  readonly channels: readonly number[];
  /** `grid` has the channels side by side, `line` is one row. */
  readonly arrangement: 'plane' | 'grid' | 'line';
  readonly tone: ToneDefaults;
}

/** How a tensor is shown in a view, the one that it opens in unless another is named; null where it has no plane there. */
export function present(subject: Subject, view = openingView(subject)): Presentation | null {
  const plane = view && PLANES[view](subject);
  return view && plane && { view, ...plane, tone: toneDefaults(view, subject) };
}

type Plane = Pick<Presentation, 'axes' | 'channels' | 'arrangement'>;

const PLANES: Readonly<Record<PictureView, (subject: Subject) => Plane | null>> = {
  image(subject) {
    const layout = colorsOf(subject);
    if (layout?.rows == null || layout.columns === null) return null;
    const { rows, columns, channels } = layout;
    const shown = channels === null ? [] : colorChannels(subject.shape[channels]!);
    return { axes: { rows, columns, channels }, channels: shown, arrangement: 'plane' };
  },
  mask(subject) {
    const { rows, columns } = layoutOf(subject);
    if (rows === null || columns === null) return null;
    return { axes: { rows, columns, channels: null }, channels: [], arrangement: 'plane' };
  },
  latent(subject) {
    const { rows, columns, channels } = layoutOf(subject);
    if (rows === null || columns === null || channels === null) return null;
    const all = Array.from({ length: subject.shape[channels]! }, (_, channel) => channel);
    return { axes: { rows, columns, channels }, channels: all, arrangement: 'grid' };
  },
  heatmap: subject =>
    subject.shape.length < 2
      ? null
      : { axes: { ...planeAxes(subject), channels: null }, channels: [], arrangement: 'plane' },
  line(subject) {
    const rank = subject.shape.length;
    if (rank === 0) return null;
    const columns = rank === 1 ? 0 : planeAxes(subject).columns;
    return { axes: { rows: null, columns, channels: null }, channels: [], arrangement: 'line' };
  },
};

/** The axes that run down and across: the layout's, else the last two. Needs a rank of at least 2. */
export function planeAxes(subject: Pick<Subject, 'shape' | 'classification'>): {
  readonly rows: number;
  readonly columns: number;
} {
  const layout = layoutOf(subject);
  const columns = layout.columns ?? subject.shape.length - 1;
  return { rows: layout.rows ?? (columns === 0 ? 1 : columns - 1), columns };
}

/** The channels of a picture in colours: gray below three, else red, green, blue, and a fourth as alpha. */
export function colorChannels(count: number, isSwapped = false): readonly number[] {
  if (count < 3) return [0];
  const colors = isSwapped ? [2, 1, 0] : [0, 1, 2];
  return count === 4 ? [...colors, 3] : colors;
}

/** Whether so many channels of a tensor are red, green, blue and alpha: those of a latent are not. */
export function areColors(
  { classification }: Pick<Subject, 'classification'>,
  count: number,
): boolean {
  return (count === 3 || count === 4) && drawnAs(classification)?.view !== 'latent';
}

/** Pixels between channels side by side on one sheet. */
export const GRID_GAP = 2;

/** Channels side by side, as near to a square as they come. */
export function gridSize(count: number): { readonly columns: number; readonly rows: number } {
  const columns = Math.ceil(Math.sqrt(count));
  return { columns, rows: Math.ceil(count / columns) };
}
