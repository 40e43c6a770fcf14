import type { PictureRequest } from '../render/picture';
import { present } from './present';
import type { ToneDefaults } from './tone';
import type { Subject } from './views';

/** Pixels a side that a thumbnail takes at most. */
const SIDE = 96;

/** A tensor as one small picture of one plane: what is asked for, and how it is painted. */
export interface ThumbnailPlan {
  readonly request: PictureRequest;
  /** The channels of the picture that are painted. */
  readonly painted: readonly number[];
  readonly tone: ToneDefaults;
}

/** How a tensor looks in a row of files; null where it has no plane. Of channels side by side it is the first. */
export function thumbnailPlan(subject: Subject): ThumbnailPlan | null {
  const { shape } = subject;
  const shown = subject.numeric && subject.decodable && !shape.includes(0) && present(subject);
  if (!shown || shown.arrangement === 'line') return null;
  const { axes, tone } = shown;
  const channels = shown.arrangement === 'grid' ? [0] : shown.channels;
  const width = shape[axes.columns]!;
  const height = shape[axes.rows!]!;
  const shrink = Math.min(1, SIDE / Math.max(width, height));
  const size = (length: number) => Math.max(1, Math.round(length * shrink));
  const request: PictureRequest = {
    axes,
    index: shape.map(() => 0),
    channels,
    region: { x: 0, y: 0, width, height },
    maxWidth: size(width),
    maxHeight: size(height),
    reduce: 'mean',
    quality: 'coarse',
  };
  return { request, painted: channels.length === 0 ? [0] : channels.map((_, i) => i), tone };
}
