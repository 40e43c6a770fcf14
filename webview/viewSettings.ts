import { DEFAULT_TONE, type ToneSettings } from '../src/core/present/tone';
import type { MaskStyle } from '../src/core/render/maskOverlay';

/** Where a picture is held: elements at the middle of the view, and CSS pixels an element. */
export interface Zoom {
  readonly centerX: number;
  readonly centerY: number;
  readonly scale: number;
}

/** What lies over or under the tensor shown, and how a MASK is laid over its IMAGE. */
export interface OverlaySettings {
  readonly color: string | null;
  readonly opacity: number | null;
  readonly inverted: boolean;
  readonly threshold: number | null;
  readonly style: MaskStyle;
  /** Key of the image underneath (overlayTensors.ts); null lets the viewer choose, '' means none. */
  readonly under: string | null;
  /** Key of the mask laid over an image; '' means none. */
  readonly over: string;
}

/** What the views of one tensor share, so that going from one to the next stays in place. */
export interface CommonSettings extends ToneSettings {
  /** Null takes the axes of the tensor's layout. */
  readonly axes: { readonly rows: number; readonly columns: number } | null;
  readonly index: readonly number[] | null;
  readonly overlay: OverlaySettings;
  /** Null fits the picture into the view. */
  readonly zoom: Zoom | null;
  readonly cursor: readonly [number, number] | null;
}

/** What holds until a user sets something. */
export const DEFAULT_COMMON: CommonSettings = {
  ...DEFAULT_TONE,
  axes: null,
  index: null,
  overlay: {
    color: null,
    opacity: null,
    inverted: false,
    threshold: null,
    style: 'fill',
    under: null,
    over: '',
  },
  zoom: null,
  cursor: null,
};

/** What a user has set about one tensor; what is not in it is as by default. */
export interface TensorSettings {
  /** The view chosen, by id; null leaves it to the tensor. */
  readonly view: string | null;
  readonly common: Partial<CommonSettings>;
  /** By a view's id: what that view alone knows (its `settings`). */
  readonly byView: Readonly<Record<string, object>>;
}

/** Of a tensor that nobody has set anything about. */
export const NO_SETTINGS: TensorSettings = { view: null, common: {}, byView: {} };
