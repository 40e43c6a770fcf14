import type { Layout } from '../src/core/contracts/layout';
import type { Finding } from '../src/core/lint/finding';
import type { PaintOptions } from '../src/core/render/paint';
import type { Picture, Region } from '../src/core/render/picture';
import type { TensorInfo } from '../src/protocol/engineMethods';
import type { ViewSettings } from '../src/protocol/webviewMethods';
import type { Fidelity } from './canvas/fidelity';
import type { PictureSource, Plane } from './canvas/pictures';
import type { Host } from './host';
import type { Observable } from './observable';
import type { Store } from './store';
import type { Look } from './viewSettings';

/** One tensor's say about the place that the pointer or the cursor is on. */
export interface ProbePart {
  /** What it is, where there are several; empty for the tensor shown. */
  readonly name: string;
  /** Where exact values are asked for; null for a value that is worked out. */
  readonly plane: Plane | null;
  /** From the picture, one a channel; empty where the picture does not tell. */
  readonly near: readonly number[];
  readonly exact: boolean;
  /** The values are red, green, blue and maybe alpha. */
  readonly isColor?: boolean;
}

/** An element that the pointer or the cursor is on. */
export interface Probe {
  readonly x: number;
  readonly y: number;
  readonly parts: readonly ProbePart[];
  readonly from: 'pointer' | 'cursor';
}

/** What is on screen now, as the status line and the inspector tell it. */
export interface Shown {
  readonly picture: Picture;
  readonly plane: Plane;
  readonly options: PaintOptions;
  /** Where the picture's elements lie in the tensor itself; null where all of it is of another. */
  readonly own: OwnPlane | null;
}

/** A plane of the tensor shown, of which one element is `factor` x `factor` elements of the picture. */
export interface OwnPlane {
  readonly plane: Plane;
  readonly factor: number;
}

/** What a view gets to draw itself. */
export interface ViewContext {
  readonly store: Store;
  readonly host: Host;
  readonly pictures: PictureSource;
  readonly tensor: TensorInfo;
  readonly tensorIndex: number;
  /** What the tensor is called on screen. */
  readonly title: string;
  readonly look: Look;
  readonly layout: Layout;
  readonly findings: readonly Finding[];
  readonly settings: ViewSettings;
  readonly probe: Observable<Probe | null>;
  readonly shown: Observable<Shown | null>;
  /** The mask picture on screen, for its coverage. */
  readonly maskShown: Observable<Picture | null>;
  readonly region: Observable<Region | null>;
  /** CSS pixels an element of the picture on screen; null where there is no picture. */
  readonly scale: Observable<number | null>;
  /** How true the picture on screen is; null where there is no stage. */
  readonly fidelity: Observable<Fidelity | null>;
  set(patch: Partial<Look>): void;
}
