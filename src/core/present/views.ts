import { type Classification, drawnAs } from '../contracts/classification';
import { PICTURE_VIEWS, type PictureView } from '../contracts/contract';
import { colorLayout, type Layout, layoutOf } from '../contracts/layout';

/** What decides how a tensor is shown. */
export interface Subject {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly classification: Classification;
  /** Whether its values can be read at all, and as numbers. */
  readonly decodable: boolean;
  readonly numeric: boolean;
}

/** Whether a tensor's own kind opens in this view, and has a plane to show there. */
function isOwn(subject: Subject, view: PictureView): boolean {
  const { rows, columns } = layoutOf(subject);
  const hasPlane = rows !== null && columns !== null;
  return hasPlane && drawnAs(subject.classification)?.view === view;
}

/** The axes as colours: the contract's own for an IMAGE, else a reading of the sizes; null for neither. */
export function colorsOf(subject: Subject): Layout | null {
  if (!isReadable(subject)) return null;
  if (isOwn(subject, 'image')) return layoutOf(subject);
  return subject.classification.kind === null ? colorLayout(subject.shape) : null;
}

function isReadable({ numeric, decodable }: Subject): boolean {
  return numeric && decodable;
}

/** How well each view that draws suits: 0 does not offer it, the highest is opened first. */
const FITS: Readonly<Record<PictureView, (subject: Subject) => number>> = {
  image: subject => (colorsOf(subject) ? (isOwn(subject, 'image') ? 100 : 20) : 0),
  mask: subject => (subject.numeric && isOwn(subject, 'mask') ? 100 : 0),
  latent: subject =>
    subject.numeric && isOwn(subject, 'latent') && layoutOf(subject).channels !== null ? 100 : 0,
  heatmap: subject => (isReadable(subject) && subject.shape.length >= 2 ? 30 : 0),
  line: subject => {
    if (!isReadable(subject) || subject.shape.length === 0) return 0;
    if (drawnAs(subject.classification)?.view === 'line') return 100;
    return subject.shape.length === 1 ? 60 : 15;
  },
};

/** How well a view suits a tensor: 0 does not offer it, the highest is opened first. */
export function fitOf(view: PictureView, subject: Subject): number {
  return FITS[view](subject);
}

/** The view of those that draw which suits best; null where none does. */
export function openingView(subject: Subject): PictureView | null {
  const fits = PICTURE_VIEWS.map(view => fitOf(view, subject));
  const best = Math.max(...fits);
  return best > 0 ? PICTURE_VIEWS[fits.indexOf(best)]! : null;
}
